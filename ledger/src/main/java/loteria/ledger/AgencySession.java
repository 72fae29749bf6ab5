package loteria.ledger;

import loteria.ipc.message.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One session of an agency, as the ledger judges what it asks. Its epoch says where it comes among
 * its agency's sessions; after the first of its requests that fails, every later one fails too, for
 * its agency sent them before it knew.
 *
 * <p>A session that is moved to another worker is another object with the same epoch there: what it
 * asks again is decided again, from the same log, and fails again.
 */
public final class AgencySession {
  private final long epoch;
  private final boolean beginsWithHello;

  /** Used by the ledger's thread alone. */
  private Reply.@Nullable Failure failure;

  /**
   * One that need not say that it begins.
   *
   * @param epoch the higher, the later the supervisor took the connection
   */
  public AgencySession(long epoch) {
    this(epoch, false);
  }

  /**
   * @param beginsWithHello whether nothing else that it asks makes it its agency's newest
   */
  public AgencySession(long epoch, boolean beginsWithHello) {
    this.epoch = epoch;
    this.beginsWithHello = beginsWithHello;
  }

  /** Whether nothing but HELLO makes it its agency's newest, where several servers serve. */
  public boolean beginsWithHello() {
    return beginsWithHello;
  }

  /** Where it comes among its agency's sessions. */
  public long epoch() {
    return epoch;
  }

  /** Why nothing more of this session counts; null while all that was asked has succeeded. */
  public Reply.@Nullable Failure failure() {
    return failure;
  }

  /** Notes whether it may begin. */
  public Admission decided(Admission admission) {
    if (admission instanceof Admission.Denied(Reply.Failure why)) {
      decided(why);
    }
    return admission;
  }

  /** Notes how a request was decided. */
  public Reply decided(Reply reply) {
    if (failure == null && reply instanceof Reply.Failure first) {
      failure = first;
    }
    return reply;
  }
}
