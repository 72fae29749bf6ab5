package loteria.ledger.state;

import java.util.function.Consumer;
import loteria.ipc.message.ErrorCode;

/**
 * What the log says of itself: which run has begun, how much of bets.csv is on disk, and how far of
 * a replicated log is decided in it. Used by the ledger's thread alone.
 */
public final class LogNotes {
  private int run;
  private LogRecord.ViewForced view = new LogRecord.ViewForced(0, 0);
  private LogRecord.FollowedTo followed = new LogRecord.FollowedTo(0, 0);

  LogNotes() {}

  /** The newest run that has begun. */
  public int run() {
    return run;
  }

  /** What of bets.csv is known to be on disk. */
  public LogRecord.ViewForced view() {
    return view;
  }

  /** How far of the replicated log is taken in; offset 0 where this log follows none. */
  public LogRecord.FollowedTo followed() {
    return followed;
  }

  /** Whether this log follows a replicated one. */
  boolean isCopy() {
    return followed.offset() > 0;
  }

  /** What a record would count for. */
  Verdict judge(LogRecord.OfLog record) {
    if (record instanceof LogRecord.RunBegun(int newRun) && newRun < run) {
      String why = "run " + newRun + " comes after run " + run;
      return new Verdict.Fails(ErrorCode.SUPERSEDED, why);
    }
    if (record instanceof LogRecord.FollowedTo(long offset, int _) && offset <= followed.offset()) {
      String why = "offset " + offset + " comes after offset " + followed.offset();
      return new Verdict.Fails(ErrorCode.OUT_OF_ORDER, why);
    }
    return Verdict.COUNTS;
  }

  /** Takes in a record that counts. */
  void change(LogRecord.OfLog record) {
    if (record instanceof LogRecord.RunBegun(int newRun)) {
      run = newRun;
    } else if (record instanceof LogRecord.ViewForced forced) {
      view = forced;
    } else if (record instanceof LogRecord.FollowedTo to) {
      followed = to;
    }
  }

  /** A segment begins with an entry that this run has written. */
  void begin(int ofRun) {
    run = Math.max(run, ofRun);
  }

  /** Gives the records that say this, but for the run, which every entry names. */
  void snapshot(Consumer<LogRecord> out) {
    out.accept(view);
    if (isCopy()) {
      out.accept(followed);
    }
  }

  /** How many records those are. */
  int records() {
    return isCopy() ? 2 : 1;
  }
}
