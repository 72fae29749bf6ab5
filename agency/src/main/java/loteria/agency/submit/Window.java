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
 * The batches that are not acknowledged yet, in the order of their numbers: those sent on this
 * connection first, then those still to be sent on it.
 *
 * <p>Every request has one answer, in order. A refused batch is sent again, mended, and with it all
 * that follow it, although the answers to their first sending are still to come: so what awaits an
 * answer is kept apart from what awaits its ACK. Pure: knows neither sockets nor time.
 */
public final class Window {
  /** The widest window that can be asked for, in batches. */
  public static final int IN_FLIGHT_MAX = 64;

  private final int inFlightMax;
  private final List<Batch> batches = new ArrayList<>();
  private final Deque<Long> unanswered = new ArrayDeque<>();
  private int sent;
  private long acknowledged;
  private long last;

  /**
   * @param inFlightMax most requests without an answer
   * @param stored number of the last batch that the server has
   */
  Window(int inFlightMax, long stored) {
    this.inFlightMax = inFlightMax;
    this.acknowledged = stored;
    this.last = stored;
  }

  /** Whether another batch may be made ready: as many as may be in flight wait behind those. */
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

  /** How many requests have no answer yet. */
  int inFlight() {
    return unanswered.size();
  }

  /** The next batch to send, which counts as sent from here on; null when none may be sent now. */
  @Nullable Batch send() {
    if (sent == batches.size() || unanswered.size() == inFlightMax) {
      return null;
    }
    Batch batch = batches.get(sent++);
    unanswered.add(batch.id());
    return batch;
  }

  /**
   * The answer says that a batch is stored.
   *
   * @return the batch, or null when that was known
   * @throws WireException when this answer cannot come now
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
   * The answer says that a batch is not stored: it and all behind it are to be sent again, unless
   * they already were.
   *
   * @return the batch
   * @throws WireException when this answer cannot come now
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

  /** Puts a batch without its bad rows in the place of the one that had them. */
  void replace(Batch mended) {
    batches.set((int) (mended.id() - acknowledged - 1), mended);
  }

  /**
   * Begins anew on another connection: what the server has is dropped, all else is to be sent.
   *
   * @param stored number of the last batch that the server has
   * @return the batches that turn out to be stored
   * @throws SubmissionFailed when that cannot be: another program sends for this agency, or the
   *     server has lost what it acknowledged
   */
  List<Batch> resume(long stored) throws SubmissionFailed {
    if (stored < acknowledged) {
      throw new SubmissionFailed(
          ExitCode.SERVER_REFUSED,
          "the server acknowledged batch " + acknowledged + " and now knows only " + stored);
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
      throw unexpected("answer for batch " + id + " where one for " + expected + " was due");
    }
  }

  private static WireException unexpected(String what) {
    return new WireException(ErrorCode.MALFORMED, what);
  }
}
