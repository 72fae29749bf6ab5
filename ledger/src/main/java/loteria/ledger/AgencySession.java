package loteria.ledger;

import java.util.HashSet;
import java.util.Set;
import loteria.ipc.message.Reply;
import loteria.ipc.row.AgencyId;
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

  /** Used by the ledger's thread alone. */
  private Reply.@Nullable Failure failure;

  /**
   * The agencies whose newest it has become: in the text dialect a connection may be of several.
   * Used by the ledger's thread alone.
   */
  private final Set<Integer> opened = new HashSet<>(2);

  /**
   * One that has not been opened yet.
   *
   * @param epoch the higher, the later the supervisor took the connection
   */
  public AgencySession(long epoch) {
    this.epoch = epoch;
  }

  /**
   * One that was opened at another worker.
   *
   * @param epoch the higher, the later the supervisor took the connection
   * @param agency whose newest it became there
   */
  public AgencySession(long epoch, AgencyId agency) {
    this.epoch = epoch;
    opened(agency);
  }

  /** Where it comes among its agency's sessions. */
  public long epoch() {
    return epoch;
  }

  /** Whether it has become an agency's newest: it never becomes that again. */
  public boolean isOpened(AgencyId agency) {
    return opened.contains(agency.number());
  }

  /** Notes that it has become an agency's newest. */
  public void opened(AgencyId agency) {
    opened.add(agency.number());
  }

  /** Why nothing more of this session counts; null while all that was asked has succeeded. */
  public Reply.@Nullable Failure failure() {
    return failure;
  }

  /** Notes how a request was decided. */
  public Reply decided(Reply reply) {
    if (failure == null && reply instanceof Reply.Failure first) {
      failure = first;
    }
    return reply;
  }
}
