package loteria.ledger.commit;

import java.io.IOException;
import java.util.function.Function;
import java.util.function.LongConsumer;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.row.AgencyId;
import loteria.ledger.log.FileLog;
import loteria.ledger.log.LogInspection;
import loteria.ledger.replication.LogAppender;
import loteria.ledger.replication.LogBeginning;
import loteria.ledger.state.AgencyTotals;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.LedgerState;
import loteria.ledger.view.BetsView;
import org.jspecify.annotations.Nullable;

/**
 * Makes a ledger out of the log of another: what that has recorded is asked of the new one, in the
 * same order, and decided there as what agencies ask is. Reads the log once for each call, and
 * checks all of it; holds a few MiB at a time.
 */
public final class LedgerImport {
  /** The run of a ledger's import; servers have later ones. */
  public static final int RUN = AskedAgain.RUN;

  private final Function<LogInspection.Findings, LogInspection> source;
  private final int rowBytesMax;
  private final LongConsumer progress;

  /**
   * What a log has.
   *
   * @param messages how many messages an import of it into a replicated log appends
   * @param end where it ends
   * @param state what all of it says together
   */
  public record Content(long messages, long end, LedgerState state) {
    /** How many bets are stored. */
    public long bets() {
      long[] sum = {0};
      state.each(agency -> sum[0] += state.of(agency).bets());
      return sum[0];
    }

    /** The highest id of an agency that has anything; 0 where none has. */
    public int lastAgency() {
      int[] last = {0};
      state.each(agency -> last[0] = agency);
      return last[0];
    }

    /** The draw; null where none is made. */
    public @Nullable DrawRecord draw() {
      return state.draw();
    }
  }

  /**
   * @param source opens the log that is to be read
   * @param progress is given how many bets are stored, again and again
   */
  public LedgerImport(
      Function<LogInspection.Findings, LogInspection> source, LongConsumer progress) {
    this(source, 0, progress);
  }

  /**
   * @param rowBytesMax how many bytes of rows are stored at once, but for one batch; 0: some MiB
   */
  LedgerImport(
      Function<LogInspection.Findings, LogInspection> source,
      int rowBytesMax,
      LongConsumer progress) {
    this.source = source;
    this.rowBytesMax = rowBytesMax;
    this.progress = progress;
  }

  /**
   * Reads all of the log, and finds out what a new one will have. Writes nothing.
   *
   * @throws DamagedLogException when it is damaged where it was known to be on disk
   */
  public Content check() throws IOException {
    var target = new FoldTarget();
    return copy(target, target);
  }

  /**
   * Fills a replicated log, which has nothing yet but the message with which the import begins, and
   * completes it.
   *
   * @param beginning that message
   * @throws DamagedLogException when the log to be read is damaged: then the import stays as it is
   */
  public void toTopic(LogAppender log, LogBeginning beginning) throws IOException {
    var target = new TopicTarget(log, beginning.tag());
    Content content = copy(target, target);
    if (content.messages() + 1 != beginning.imported()) {
      throw new DamagedLogException("the log that was read has changed meanwhile");
    }
    log.append(beginning.completion().message());
  }

  /**
   * Fills a ledger of files, which has nothing yet; returns once all of it is on disk. Closes them.
   *
   * @param log not open yet, of the run {@value #RUN}
   */
  public void toFiles(FileLog log, BetsView view) throws IOException {
    var commit = new GroupCommit(log, view, log.open(AgencyId.MAX, view));
    try (commit) {
      toFiles(commit);
    }
  }

  void toFiles(GroupCommit commit) throws IOException {
    var target = new FileTarget(commit);
    copy(target, null);
    target.end();
  }

  private Content copy(ImportTarget target, @Nullable FoldTarget counted) throws IOException {
    AskedAgain asked =
        rowBytesMax == 0
            ? new AskedAgain(target, progress)
            : new AskedAgain(target, rowBytesMax, progress);
    try (LogInspection inspection = source.apply(asked)) {
      inspection.inspect();
      asked.flush();
      checkSame(inspection.state(), target.state());
      long messages = counted == null ? 0 : counted.messages();
      return new Content(messages, inspection.end(), inspection.state());
    }
  }

  /** Checks that a new ledger says what the old one does. */
  private static void checkSame(LedgerState old, LedgerState made) {
    DrawRecord draw = made.draw();
    DrawRecord drawn = old.draw();
    boolean isSameDraw = drawn == null ? draw == null : draw != null && drawn.isSameAs(draw);
    if (!isSameDraw || !old.stage().equals(made.stage())) {
      throw new IllegalStateException("the ledger that was made has another draw");
    }
    if (!old.rows().equals(made.rows()) || old.betsBytes() != made.betsBytes()) {
      throw new IllegalStateException("the ledger that was made has other rows");
    }
    old.each(agency -> checkSame(agency, old.of(agency), made.of(agency)));
    made.each(agency -> checkSame(agency, old.of(agency), made.of(agency)));
  }

  private static void checkSame(int agency, AgencyTotals one, AgencyTotals other) {
    boolean isSame =
        one.amountTo(other.batches(), other.bets())
            && one.digest().equals(other.digest())
            && one.isFinished() == other.isFinished()
            && one.isClosed() == other.isClosed();
    if (!isSame) {
      throw new IllegalStateException(
          "the ledger that was made says otherwise of agency " + agency);
    }
  }
}
