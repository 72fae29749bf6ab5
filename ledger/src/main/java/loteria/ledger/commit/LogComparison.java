package loteria.ledger.commit;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Objects;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.row.AgencyId;
import loteria.ledger.file.LedgerFolder;
import loteria.ledger.log.LogFolder;
import loteria.ledger.replication.LogBeginning;
import loteria.ledger.replication.LogMove;
import loteria.ledger.replication.LostMessagesException;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.ReplicatedLog.Message;
import loteria.ledger.state.AgencyTotals;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.Entry;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;

/**
 * Folds a replicated log from its beginning and compares it with a copy, wherever the copy says how
 * much of the log it has. Works while servers do.
 */
public final class LogComparison {
  private final LedgerFolder copy;
  private final ReplicatedLog log;
  private final int ledger;
  private final LedgerState copied = new LedgerState(AgencyId.MAX);
  private final LedgerState folded = new LedgerState(AgencyId.MAX);

  /** Messages that have been read and are yet to be folded. */
  private final Deque<Message> read = new ArrayDeque<>();

  private long next;
  private int crc;
  private long equalTo;

  private LogComparison(LedgerFolder copy, ReplicatedLog log, int ledger) {
    this.copy = copy;
    this.log = log;
    this.ledger = ledger;
  }

  /**
   * Compares them.
   *
   * @param copy the folder of a log that is sound
   * @param ledger the tag that all messages must have
   * @return how many messages the copy has: up to there they say the same
   * @throws DamagedLogException when the log has lost or changed something, or the copy has
   * @throws IOException when either cannot be read
   */
  public static long compare(LedgerFolder copy, ReplicatedLog log, int ledger) throws IOException {
    var comparison = new LogComparison(copy, log, ledger);
    try {
      LogFolder.readAll(copy, comparison::compare);
    } catch (LostMessagesException e) {
      throw new DamagedLogException(String.valueOf(e.getMessage()));
    }
    comparison.compareTotals();
    return comparison.equalTo;
  }

  private void compare(Entry entry) throws IOException {
    copied.takeIn(entry);
    for (LogRecord record : entry.records()) {
      if (record instanceof LogRecord.FollowedTo(long offset, int message)) {
        foldTo(offset);
        if (crc != message) {
          throw different(
              "the message before offset " + offset + " is not the one that was copied");
        }
      }
    }
    // In between, what a turn has decided is recorded with how far it came.
    if (copied.notes().followed().offset() != equalTo) {
      compareRows(entry);
    }
  }

  private void compareRows(Entry entry) throws DamagedLogException {
    boolean isSame =
        copied.rows().equals(folded.rows()) && copied.betsBytes() == folded.betsBytes();
    if (!isSame) {
      throw different(
          String.format(
              Locale.ROOT,
              "of the messages from offset %d to %d the copy, at its position %d, has other rows",
              equalTo,
              next - 1,
              entry.position()));
    }
    equalTo = next;
  }

  private void foldTo(long offset) throws IOException {
    while (next < offset) {
      if (!read.isEmpty()) {
        fold(read.removeFirst());
        continue;
      }
      read.addAll(log.read(next, log.timeout()));
      if (read.isEmpty() && log.end() <= next) {
        throw new LostMessagesException(
            String.format(
                Locale.ROOT,
                "the replicated log ends before offset %d, and the copy has messages up to offset"
                    + " %d: it has lost messages, or the broker that was asked leads no longer",
                next,
                offset - 1));
      }
    }
  }

  private void fold(Message message) throws IOException {
    if (message.offset() != next) {
      throw different("the message of offset " + next + " is missing");
    }
    boolean isAsked =
        LogBeginning.read(message.content()) == null && LogMove.read(message.content()) == null;
    if (isAsked) {
      var decisions = new Decisions(folded, this::find);
      for (Order order : OrderMessage.decode(ledger, message.content(), message.offset())) {
        decisions.decide(order);
      }
    }
    next = message.offset() + 1;
    crc = message.crc();
    folded.apply(new LogRecord.FollowedTo(next, crc));
  }

  private LogRecord.BatchStored find(int agency, long batch) throws IOException {
    return LogFolder.find(copy, agency, batch);
  }

  private void compareTotals() throws DamagedLogException {
    DrawRecord drawn = copied.draw();
    DrawRecord draw = folded.draw();
    boolean isSameDraw =
        drawn == null ? draw == null : draw != null && draw.isSameAs(Objects.requireNonNull(drawn));
    if (!isSameDraw || !folded.stage().equals(copied.stage())) {
      throw different("the copy has another draw");
    }
    var agencies = new StringBuilder();
    folded.each(agency -> note(agencies, agency));
    copied.each(agency -> note(agencies, agency));
    if (!agencies.isEmpty()) {
      throw different("the copy says otherwise of" + agencies);
    }
  }

  private void note(StringBuilder agencies, int agency) {
    AgencyTotals one = copied.of(agency);
    AgencyTotals other = folded.of(agency);
    boolean isSame =
        one.amountTo(other.batches(), other.bets())
            && one.digest().equals(other.digest())
            && one.isFinished() == other.isFinished()
            && one.isClosed() == other.isClosed()
            && one.epoch() == other.epoch();
    String name = " agency " + agency;
    if (!isSame && agencies.indexOf(name) < 0) {
      agencies.append(name);
    }
  }

  private static DamagedLogException different(String how) {
    return new DamagedLogException("the replicated log differs from the copy: " + how);
  }
}
