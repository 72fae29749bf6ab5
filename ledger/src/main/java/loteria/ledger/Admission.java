package loteria.ledger;

import loteria.ipc.bet.RowDigest;
import loteria.ipc.wire.Reply;

/** Whether a session may begin. */
public sealed interface Admission {
  /**
   * It has begun, and every process knows.
   *
   * @param standing how far its agency has come
   * @param digest of all rows of the agency that are stored, in order
   */
  record Admitted(Standing standing, RowDigest digest) implements Admission {}

  /** It has not. */
  record Denied(Reply.Failure why) implements Admission {}
}
