package loteria.ledger.state;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.row.RowDigest;
import org.jspecify.annotations.Nullable;

/**
 * What all records of the log say together: the fold. It decides. A batch counts only if its
 * session is its agency's newest, its id is the next, the agency is open and so is the intake;
 * every process that reads the same log decides the same.
 *
 * <p>Where the log follows a replicated one, several servers open sessions, and the one that was
 * opened last there is the newest; none is opened twice. Otherwise the first batch of a later
 * session opens it, too.
 *
 * <p>Pure: no file, no clock. Used by the ledger's thread alone.
 */
public final class LedgerState {
  private final AgencyTable agencies;
  private final DrawSteps steps = new DrawSteps();
  private final LogNotes notes = new LogNotes();
  private long betsBytes;
  private RowDigest rows = RowDigest.EMPTY;
  private final RecentBatches recent = new RecentBatches();
  private boolean isEnded;
  private boolean isEmpty = true;
  private long relied;
  private long end;

  /**
   * @param agencyCount how many take part; ids go from 1 to this
   */
  public LedgerState(int agencyCount) {
    this(new AgencyTable(agencyCount));
  }

  /**
   * @param agencies empty
   */
  LedgerState(AgencyTable agencies) {
    this.agencies = agencies;
  }

  /** How many agencies take part. */
  public int agencyCount() {
    return agencies.agencyCount();
  }

  /** What is known of an agency. */
  public AgencyTotals of(int agency) {
    return agencies.of(agency);
  }

  /** How many of those that take part have not finished: none once the intake has closed. */
  public int missing() {
    return steps.stage().closed() ? 0 : agencies.agencyCount() - agencies.finished();
  }

  /** The draw, once it has been made. */
  public @Nullable DrawRecord draw() {
    return steps.draw();
  }

  /** How far the draw is before its winners are recorded. */
  public DrawStage stage() {
    return steps.stage();
  }

  /** Whether no bet counts any more, whichever agency it is of. */
  public boolean isOver() {
    return steps.isOver();
  }

  /** How long bets.csv is with the rows of all entries taken in. */
  public long betsBytes() {
    return betsBytes;
  }

  /** The digest of all rows, in order. */
  public RowDigest rows() {
    return rows;
  }

  /** What the log says of itself. */
  public LogNotes notes() {
    return notes;
  }

  /** Whether no agency has any record, and nothing is drawn. */
  public boolean isUntouched() {
    return agencies.isEmpty() && steps.records() == 0;
  }

  /** Whether this log follows a replicated one. */
  public boolean isCopy() {
    return notes.isCopy();
  }

  /** Whether the last record says that a process ended in order. */
  public boolean isEnded() {
    return isEnded;
  }

  /**
   * The position up to which the log must be on disk before any answer: behind the last entry that
   * has more than session records. Sessions end with the run, so a power loss needs none of them.
   */
  public long relied() {
    return relied;
  }

  /** The position behind the last entry taken in. */
  public long end() {
    return end;
  }

  /** A batch that is stored, if it is one of the last thousands; else null, stored or not. */
  public LogRecord.@Nullable BatchStored recent(int agency, long batch) {
    return recent.find(agency, batch);
  }

  /** Shows each agency that has stored something since the last call. */
  public void storedSince(IntConsumer agency) {
    agencies.storedSince(agency);
  }

  /** Shows each agency that has any record, in order. */
  public void each(IntConsumer agency) {
    agencies.each(agency);
  }

  /** What a record would count for. The tests are in the order of how often they hold. */
  public Verdict judge(LogRecord record) {
    if (record instanceof LogRecord.BatchStored batch) {
      return judge(batch);
    }
    if (record instanceof LogRecord.SessionOpened(int agency, long epoch)) {
      return isNewer(agency, epoch) ? Verdict.COUNTS : Verdict.superseded();
    }
    if (record instanceof LogRecord.AgencyFinished(int agency, long batches, long bets)) {
      return judge(agency, batches, bets);
    }
    if (record instanceof LogRecord.AgencyClosed(int agency, long batches, long bets)) {
      return judge(agency, batches, bets);
    }
    if (record instanceof LogRecord.OfDraw step) {
      return steps.judge(step);
    }
    if (record instanceof LogRecord.OfLog note) {
      return notes.judge(note);
    }
    return new Verdict.Fails(ErrorCode.MALFORMED, "a state within a turn");
  }

  /**
   * Whether a session of this epoch could become its agency's newest. Sessions of different runs
   * are at different servers, or the later run is the only one.
   */
  public boolean isNewer(int agency, long epoch) {
    return isCopy() ? of(agency).mayOpen(epoch) : epoch > of(agency).epoch();
  }

  private Verdict judge(LogRecord.BatchStored batch) {
    AgencyTotals totals = of(batch.agency());
    if (batch.epoch() < totals.epoch() || (isCopy() && batch.epoch() != totals.epoch())) {
      return Verdict.superseded();
    }
    if (batch.batch() >= 1 && batch.batch() <= totals.batches()) {
      return Verdict.REPEATS;
    }
    if (steps.draw() != null) {
      return Verdict.drawn();
    }
    if (totals.isFinished()) {
      return Verdict.finished(batch.agency(), totals);
    }
    if (steps.isOver()) {
      return Verdict.closed(steps.stage().seal());
    }
    return batch.batch() == totals.batches() + 1
        ? Verdict.COUNTS
        : Verdict.outOfOrder(batch.batch(), totals.batches() + 1);
  }

  private Verdict judge(int agency, long batches, long bets) {
    AgencyTotals totals = of(agency);
    if (totals.isFinished()) {
      return Verdict.finished(agency, totals);
    }
    if (steps.stage().closed()) {
      return Verdict.closed(steps.stage().seal());
    }
    return totals.amountTo(batches, bets)
        ? Verdict.COUNTS
        : Verdict.totalsDiffer(agency, batches, bets, totals);
  }

  /** Takes a record in if it counts; returns what it counts for. */
  public Verdict apply(LogRecord record) {
    Verdict verdict = judge(record);
    if (verdict instanceof Verdict.Counts) {
      change(record);
    }
    return verdict;
  }

  private void change(LogRecord record) {
    if (record instanceof LogRecord.BatchStored batch) {
      agencies.store(batch);
      betsBytes += batch.length();
      rows = rows.and(batch.digest(), batch.length());
      recent.add(batch);
    } else if (record instanceof LogRecord.SessionOpened(int agency, long epoch)) {
      agencies.open(agency, epoch, isCopy());
    } else if (record instanceof LogRecord.AgencyFinished(int agency, long _, long _)) {
      agencies.end(agency, AgencyEnd.FINISHED);
    } else if (record instanceof LogRecord.AgencyClosed(int agency, long _, long _)) {
      agencies.end(agency, AgencyEnd.CLOSED);
    } else if (record instanceof LogRecord.AgencyState state) {
      agencies.restore(state, isCopy());
    } else if (record instanceof LogRecord.OfDraw step) {
      steps.change(step);
    } else if (record instanceof LogRecord.OfLog note) {
      notes.change(note);
    } else if (record instanceof LogRecord.RowsState(RowDigest digest)) {
      rows = digest;
    }
    isEnded = record instanceof LogRecord.Ended;
    isEmpty = false;
  }

  /**
   * Takes in the next entry.
   *
   * @throws DamagedLogException when it cannot be the next one
   */
  public void takeIn(Entry entry) throws IOException {
    if (entry.betsAt() != betsBytes) {
      throw damaged(entry, "its rows do not follow those before");
    }
    for (LogRecord record : entry.records()) {
      Verdict verdict = apply(record);
      if (!(verdict instanceof Verdict.Counts)) {
        throw damaged(
            entry,
            verdict instanceof Verdict.Fails(var _, String why) ? why : "a batch that is stored");
      }
    }
    passed(entry.end(), entry.records());
  }

  /**
   * Takes note that records which have been applied are in the log.
   *
   * @param newEnd the position behind their entry
   */
  public void passed(long newEnd, Iterable<LogRecord> records) {
    end = newEnd;
    for (LogRecord record : records) {
      if (!(record instanceof LogRecord.SessionOpened)) {
        relied = end;
      }
    }
  }

  private static DamagedLogException damaged(Entry entry, String why) {
    return new DamagedLogException("log position " + entry.position() + ": " + why);
  }

  /** Starts from the state that a segment begins with; does nothing unless this one is empty. */
  public void begin(Entry entry, int run) {
    if (isEmpty) {
      betsBytes = entry.betsAt();
      for (LogRecord record : entry.records()) {
        change(record);
      }
      notes.begin(run);
      end = entry.end();
      relied = end;
    }
  }

  /** Says everything that the entries taken in say together. */
  public void snapshot(Consumer<LogRecord> out) {
    out.accept(new LogRecord.RowsState(rows));
    notes.snapshot(out);
    steps.snapshot(out);
    agencies.snapshot(out);
  }

  /** How many records a snapshot has. */
  public int snapshotRecords() {
    return 1 + notes.records() + steps.records() + agencies.records();
  }
}
