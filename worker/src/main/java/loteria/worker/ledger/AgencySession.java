package loteria.worker.ledger;

import loteria.ipc.wire.ErrorCode;
import loteria.ipc.wire.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One session of an agency, as the ledger judges what it asks. Its epoch says where it stands among
 * its agency's sessions; after the first of its requests that fails, every later one fails too, for
 * its agency sent them before it knew.
 *
 * <p>A session that is moved to another worker is another object with the same epoch there: what it
 * asks again is decided again, from the same journal, and fails again.
 */
public final class AgencySession {
  private final long epoch;

  /** Used by the ledger's thread alone. */
  private Reply.@Nullable Failure failure;

  /**
   * @param epoch the higher, the later the supervisor took the connection
   */
  public AgencySession(long epoch) {
    this.epoch = epoch;
  }

  long epoch() {
    return epoch;
  }

  /** Why nothing more of this session counts; null while all that was asked has succeeded. */
  Reply.@Nullable Failure failure() {
    return failure;
  }

  /** Takes note of how a request was decided. */
  Reply decided(Reply reply) {
    if (failure == null && reply instanceof Reply.Failure first) {
      failure = first;
    }
    return reply;
  }

  /** Why this session may change nothing once a newer one has begun. */
  static Reply.Failure superseded() {
    return new Reply.Failure(ErrorCode.SUPERSEDED, "a newer session of this agency has taken over");
  }
}
