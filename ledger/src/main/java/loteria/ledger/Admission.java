package loteria.ledger;

import loteria.ipc.message.Reply;
import loteria.ipc.row.RowDigest;

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
