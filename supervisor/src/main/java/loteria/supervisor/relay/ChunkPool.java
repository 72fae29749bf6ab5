package loteria.supervisor.relay;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for what agencies send: small chunks for those who send little, large ones for those whose
 * reads fill them. Once half of what there is has been taken, large ones are for those only that
 * hold much: a session that rests keeps one chunk, and all that rest must not keep all there is.
 * Safe for use by several threads.
 */
final class ChunkPool {
  static final int SMALL_BYTES = 4 << 10;
  static final int LARGE_BYTES = 64 << 10;

  private final Shelf small = new Shelf(SMALL_BYTES, 1024);
  private final Shelf large = new Shelf(LARGE_BYTES, 256);

  /** Chunks of one size that nobody uses; above a number, they are left to the collector. */
  private static final class Shelf {
    private final int bytes;
    private final int kept;
    private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    Shelf(int bytes, int kept) {
      this.bytes = bytes;
      this.kept = kept;
    }

    ByteBuffer take() {
      ByteBuffer chunk = free.poll();
      if (chunk == null) {
        return ByteBuffer.allocateDirect(bytes);
      }
      count.decrementAndGet();
      return chunk.clear();
    }

    void giveBack(ByteBuffer chunk) {
      if (count.incrementAndGet() <= kept) {
        free.add(chunk);
      } else {
        count.decrementAndGet();
      }
    }
  }

  private final long bytes;
  private final AtomicLong takenBytes = new AtomicLong();
  private final AtomicBoolean overdrawn = new AtomicBoolean();

  /**
   * @param bytes how much there is for all sessions together
   */
  ChunkPool(long bytes) {
    this.bytes = bytes;
  }

  /**
   * A chunk to fill.
   *
   * @param fills whether the session's reads fill small ones
   * @param heldBytes what the session holds already
   */
  ByteBuffer take(boolean fills, long heldBytes) {
    ByteBuffer chunk = isLargeFor(fills, heldBytes) ? large.take() : small.take();
    takenBytes.addAndGet(chunk.capacity());
    return chunk;
  }

  /** Whether a session that holds so much gets large chunks now. */
  boolean isLargeFor(boolean fills, long heldBytes) {
    return fills && (heldBytes >= LARGE_BYTES || takenBytes.get() < bytes / 2);
  }

  /** How much is in use, in bytes. */
  long takenBytes() {
    return takenBytes.get();
  }

  /**
   * Whether a session may take what its message still needs though all together have taken too
   * much: one at a time may. Else all could hold beginnings of messages, and wait for each other.
   */
  boolean overdraw() {
    return overdrawn.compareAndSet(false, true);
  }

  /** The session that could {@link #overdraw} has its message. */
  void overdrew() {
    overdrawn.set(false);
  }

  void giveBack(ByteBuffer chunk) {
    takenBytes.addAndGet(-chunk.capacity());
    (chunk.capacity() == LARGE_BYTES ? large : small).giveBack(chunk);
  }
}
