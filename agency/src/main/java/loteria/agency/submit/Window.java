package loteria.agency.submit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import loteria.agency.source.Batch;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.WireException;
import loteria.ipc.runtime.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * The batches that are not acknowledged yet, in the order of their numbers: first those sent on
 * this connection, then those still to send on it.
 *
 * <p>Every request has one reply, in order. A refused batch is sent again, corrected, and with it
 * all that follow it, although the replies to their first sending are still to come: so requests
 * without a reply and batches without an ACK are kept apart. Pure: knows neither sockets nor time.
 */
public final class Window {
  /** The widest window allowed, in batches. */
  public static final int IN_FLIGHT_MAX = 64;

  private final int inFlightMax;
  private final List<Batch> batches = new ArrayList<>();
  private final Deque<Long> unanswered = new ArrayDeque<>();
  private int sent;
  private long acknowledged;
  private long last;

  /**
   * @param inFlightMax most requests without a reply
   * @param stored number of the last batch that the server has
   */
  Window(int inFlightMax, long stored) {
    this.inFlightMax = inFlightMax;
    this.acknowledged = stored;
    this.last = stored;
  }

  /** Whether another batch may be prepared: as many as may be in flight wait behind those. */
  boolean hasRoom() {
    return batches.size() < 2 * inFlightMax;
  }

  /** Adds the next batch. */
  void add(Batch batch) {
    batches.add(batch);
    last = batch.id();
  }

  /** Whether every batch is acknowledged. */
  boolean isEmpty() {
    return batches.isEmpty();
  }

  /** The number of the last batch that is stored. */
  long acknowledged() {
    return acknowledged;
  }

  /** How many requests have no reply yet. */
  int inFlight() {
    return unanswered.size();
  }

  /** The next batch to send, which counts as sent from here on; null if none may be sent now. */
  @Nullable Batch send() {
    if (sent == batches.size() || unanswered.size() == inFlightMax) {
      return null;
    }
    Batch batch = batches.get(sent++);
    unanswered.add(batch.id());
    return batch;
  }

  /**
   * An ACK came: a batch is stored.
   *
   * @return the batch, or null if that was known
   * @throws WireException if this reply cannot come now
   */
  @Nullable Batch acknowledge(long id) throws WireException {
    answered(id);
    if (id <= acknowledged) {
      return null;
    }
    if (batches.getFirst().id() != id) {
      throw unexpected("ACK of batch " + id + " before the ones it follows");
    }
    acknowledged = id;
    sent = Math.max(sent - 1, 0);
    return batches.removeFirst();
  }

  /**
   * A REFUSED came: this batch and all behind it are to be sent again, unless they already were.
   *
   * @return the batch
   * @throws WireException if this reply cannot come now
   */
  Batch refuse(long id) throws WireException {
    answered(id);
    int index = (int) (id - acknowledged - 1);
    if (index < 0) {
      throw unexpected("REFUSED for batch " + id + ", which was acknowledged");
    }
    if (!unanswered.contains(id)) {
      sent = Math.min(sent, index);
    }
    return batches.get(index);
  }

  /** Replaces the batch that had bad rows by the one without them. */
  void replace(Batch corrected) {
    batches.set((int) (corrected.id() - acknowledged - 1), corrected);
  }

  /**
   * Starts over on another connection: batches that the server has are removed, all others are to
   * be sent.
   *
   * @param stored number of the last batch that the server has
   * @return the batches that turn out to be stored
   * @throws SubmissionFailed if that is impossible: another program sends for this agency, or the
   *     server has lost what it acknowledged
   */
  List<Batch> resume(long stored) throws SubmissionFailed {
    if (stored < acknowledged) {
      throw new SubmissionFailed(
          ExitCode.SERVER_REFUSED,
          "the server acknowledged batch "
              + acknowledged
              + " and now knows only "
              + stored
              + (stored == 0 ? ": if its next draw is open now, name yours with --draw" : ""));
    }
    if (stored > last) {
      throw new SubmissionFailed(
          ExitCode.SERVER_REFUSED,
          "the server has batch "
              + stored
              + ", this program made only "
              + last
              + ": does another one send for this agency?");
    }
    List<Batch> known = batches.subList(0, (int) (stored - acknowledged));
    List<Batch> dropped = List.copyOf(known);
    known.clear();
    acknowledged = stored;
    sent = 0;
    unanswered.clear();
    return dropped;
  }

  private void answered(long id) throws WireException {
    Long expected = unanswered.poll();
    if (expected == null || expected != id) {
      throw unexpected("reply for batch " + id + " where one for " + expected + " was due");
    }
  }

  private static WireException unexpected(String what) {
    return new WireException(ErrorCode.MALFORMED, what);
  }
}
