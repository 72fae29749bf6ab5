package loteria.supervisor.relay;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import loteria.ipc.message.Bytes;

/**
 * The end of an agency's stream, in chunks: what has been read and may be needed again. A place is
 * the distance from the beginning of the stream. Not safe for use by several threads: {@link
 * RelayState} calls it with its lock.
 */
final class HeldBytes implements AutoCloseable {
  private final ChunkPool pool;
  private final Deque<ByteBuffer> chunks = new ArrayDeque<>();

  /** The place of the first chunk's first byte. */
  private long begin;

  /** The place behind the last byte. */
  private long end;

  private boolean readsAreLarge;

  HeldBytes(ChunkPool pool) {
    this.pool = pool;
  }

  /** The place behind the last byte that has been read. */
  long end() {
    return end;
  }

  /** How many bytes there are. */
  long count() {
    return end - begin;
  }

  /**
   * Free space to read into; tell {@link #appended} what was read.
   *
   * @param needed the place from which on bytes are needed
   */
  ByteBuffer space(long needed) {
    if (needed == end && !chunks.isEmpty()) {
      startOver();
    }
    ByteBuffer last = chunks.peekLast();
    if (last == null || !last.hasRemaining()) {
      last = pool.take(readsAreLarge, count());
      chunks.addLast(last);
    }
    return last.slice(last.position(), last.remaining());
  }

  /** Nothing is needed: the last chunk can be filled again, if it is of the right size. */
  private void startOver() {
    begin = end;
    ByteBuffer last = chunks.getLast();
    if (last.capacity() == ChunkPool.LARGE_BYTES == pool.isLargeFor(readsAreLarge, 0)) {
      last.clear();
    } else {
      chunks.clear();
      pool.giveBack(last);
    }
  }

  /** Counts bytes that have been put into {@link #space}. */
  void appended(int bytes) {
    ByteBuffer last = chunks.getLast();
    last.position(last.position() + bytes);
    end += bytes;
    readsAreLarge = bytes >= ChunkPool.SMALL_BYTES;
  }

  /** The bytes between two places, or none where there are none. */
  ByteBuffer[] between(long from, long to) {
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

  /** A copy of the bytes between two places. */
  Bytes copy(long from, long to) {
    byte[] copy = new byte[(int) (to - from)];
    int filled = 0;
    for (ByteBuffer view : between(from, to)) {
      int count = view.remaining();
      view.get(copy, filled, count);
      filled += count;
    }
    return Bytes.of(copy);
  }

  /** Gives back the chunks that end before a place, all but the last. */
  void free(long needed) {
    while (chunks.size() > 1 && begin + chunks.getFirst().position() <= needed) {
      ByteBuffer done = chunks.removeFirst();
      begin += done.position();
      pool.giveBack(done);
    }
  }

  /** Gives all chunks back; nothing may be read or copied any more. */
  @Override
  public void close() {
    chunks.forEach(pool::giveBack);
    chunks.clear();
  }
}
