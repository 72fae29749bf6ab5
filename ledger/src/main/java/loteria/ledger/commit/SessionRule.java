package loteria.ledger.commit;

import loteria.ipc.message.Request;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;
import loteria.ledger.state.Verdict;

/**
 * Whether an order's session may ask it. Where several servers open sessions, a batch opens its
 * session if nothing has; and one that its server asked before it knew of another server's session
 * is too late.
 */
final class SessionRule {
  /** The epoch of none: an order that is asked after it opens no session at another server. */
  static final long NO_SESSION = -1;

  private SessionRule() {}

  /** What a batch would count for, if nothing that its session has asked before has failed. */
  static Verdict judge(Order.Append append, LedgerState state) {
    LogRecord.BatchStored batch = stored(append);
    long newest = state.of(batch.agency()).epoch();
    return state.judge(opens(batch, state) ? batch.ofSession(newest) : batch);
  }

  /** Whether a batch that counts opens its session. */
  static boolean opens(LogRecord.BatchStored batch, LedgerState state) {
    return state.isCopy() && state.isNewer(batch.agency(), batch.epoch());
  }

  /**
   * Whether its agency's newest session is one at another server, of which its own did not know.
   */
  static boolean isLate(Order.OfSession order, LedgerState state) {
    long newest = state.of(order.agency().number()).epoch();
    boolean isOfOneRun = order.session().epoch() >>> Integer.SIZE == newest >>> Integer.SIZE;
    return state.isCopy() && order.after() != newest && !isOfOneRun;
  }

  /** The record of a batch that counts. */
  static LogRecord.BatchStored stored(Order.Append append) {
    Request.Batch batch = append.batch();
    return new LogRecord.BatchStored(
        append.agency().number(),
        batch.id(),
        batch.rows(),
        batch.content().length(),
        append.digest(),
        append.session().epoch());
  }
}
