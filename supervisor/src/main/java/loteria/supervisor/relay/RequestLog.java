package loteria.supervisor.relay;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import loteria.ipc.message.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What an agency has sent and nobody has answered: its stream of bytes, from the first unanswered
 * request on, and where in it requests end. A place in the stream is its distance from the
 * beginning of the session.
 *
 * <p>One thread appends, others read and release; every method but {@link #space} and {@link
 * #appended} may be called by any.
 */
final class RequestLog {
  private final ChunkPool pool;

  /** Guarded by this, as is all below. */
  private final Deque<ByteBuffer> chunks = new ArrayDeque<>();

  private final Deque<Long> unansweredEnds = new ArrayDeque<>();
  private long begin;
  private long end;
  private long lastRequestEnd;
  private long passable;
  private long answered;
  private boolean much;

  RequestLog(ChunkPool pool) {
    this.pool = pool;
  }

  /** Free space to read into; tell {@link #appended} what was read. */
  synchronized ByteBuffer space() {
    if (answered == end && !chunks.isEmpty()) {
      startOver();
    }
    ByteBuffer last = chunks.peekLast();
    if (last == null || !last.hasRemaining()) {
      last = pool.take(much, end - begin);
      chunks.addLast(last);
    }
    return last.slice(last.position(), last.remaining());
  }

  /** Everything is answered: the last chunk can be filled again, if it is of the right size. */
  private void startOver() {
    begin = end;
    ByteBuffer last = chunks.getLast();
    if (last.capacity() == ChunkPool.LARGE_BYTES == pool.isLargeFor(much, 0)) {
      last.clear();
    } else {
      chunks.clear();
      pool.giveBack(last);
    }
  }

  /** Counts bytes that have been put into {@link #space}. */
  synchronized void appended(int bytes) {
    ByteBuffer last = chunks.getLast();
    last.position(last.position() + bytes);
    end += bytes;
    much = bytes >= ChunkPool.SMALL_BYTES;
  }

  /** The bytes from a place on that can be passed on, or none where there are none. */
  synchronized ByteBuffer[] from(long place) {
    return views(place, passable);
  }

  /** A copy of the bytes between two places. */
  synchronized Bytes copy(long from, long to) {
    byte[] copy = new byte[(int) (to - from)];
    int filled = 0;
    for (ByteBuffer view : views(from, to)) {
      int count = view.remaining();
      view.get(copy, filled, count);
      filled += count;
    }
    return Bytes.of(copy);
  }

  private ByteBuffer[] views(long from, long to) {
    List<ByteBuffer> views = new ArrayList<>(chunks.size());
    long at = begin;
    for (ByteBuffer chunk : chunks) {
      int first = Math.clamp(from - at, 0, chunk.position());
      int last = Math.clamp(to - at, 0, chunk.position());
      if (first < last) {
        views.add(chunk.slice(first, last - first));
      }
      at += chunk.position();
    }
    return views.toArray(ByteBuffer[]::new);
  }

  /** Notes that a request ends at this place. */
  synchronized void requestEnds(long place) {
    unansweredEnds.addLast(place);
    lastRequestEnd = place;
  }

  /**
   * Every request that has been noted can be passed on. Not sooner, or its answer could come before
   * it is known what it answers; and no part of one, for a worker that begins to read a request
   * must not have to wait for its agency.
   */
  synchronized void framed() {
    passable = lastRequestEnd;
  }

  /** Up to where requests have been answered. */
  synchronized long answered() {
    return answered;
  }

  /** How many requests are unanswered. */
  synchronized int unanswered() {
    return unansweredEnds.size();
  }

  /** How many bytes are kept. */
  synchronized long heldBytes() {
    return end - begin;
  }

  /** A copy of the first unanswered request. */
  synchronized Bytes firstUnanswered() {
    return copy(answered, unansweredEnds.getFirst());
  }

  /** A copy of the first unanswered request; null where there is none or it has other bytes. */
  synchronized @Nullable Bytes firstUnanswered(int bytes) {
    Long ends = unansweredEnds.peekFirst();
    return ends != null && ends - answered == bytes ? copy(answered, ends) : null;
  }

  /**
   * Notes that the first unanswered request has been answered, and lets its bytes go.
   *
   * @throws IllegalStateException when there is none: a worker answered what nobody asked
   */
  synchronized void answeredOne() {
    Long to = unansweredEnds.pollFirst();
    if (to == null) {
      throw new IllegalStateException("a worker answered what nobody asked");
    }
    answered = to;
    while (chunks.size() > 1 && begin + chunks.getFirst().position() <= answered) {
      ByteBuffer done = chunks.removeFirst();
      begin += done.position();
      pool.giveBack(done);
    }
  }

  /** Lets everything go; nothing may be called any more. */
  synchronized void close() {
    chunks.forEach(pool::giveBack);
    chunks.clear();
  }
}
