package loteria.supervisor.relay;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
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

  /** How many threads wait for a {@link Permit}. */
  private final AtomicInteger waiting = new AtomicInteger();

  /** Whether a session has the turn to hold more than fits. Guarded by this. */
  private boolean isTurnTaken;

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

  /** Whether all sessions together hold as much as they may. */
  boolean isFull() {
    return takenBytes.get() >= bytes;
  }

  void giveBack(ByteBuffer chunk) {
    takenBytes.addAndGet(-chunk.capacity());
    (chunk.capacity() == LARGE_BYTES ? large : small).giveBack(chunk);
    if (waiting.get() > 0) {
      wakeAll();
    }
  }

  /** A permit for the large requests of one session, one after the other. */
  Permit permit() {
    return new Permit();
  }

  /** How many threads wait for a permit. */
  int waiting() {
    return waiting.get();
  }

  private boolean fits(long more) {
    return takenBytes.get() + more <= bytes;
  }

  private synchronized void wakeAll() {
    notifyAll();
  }

  /**
   * A session's permit to read a request that is larger than what is left for all. One session at a
   * time has the turn to hold more than fits: without it, all could hold beginnings of requests and
   * wait for each other. The thread that reads the agency acquires; any thread releases and closes.
   */
  final class Permit implements AutoCloseable {
    /** Written under the pool's lock, as is all below. */
    private volatile boolean hasTurn;

    private boolean closed;

    private Permit() {}

    /** Whether a request may be read on now that needs so many bytes more. */
    boolean covers(long more) {
      return hasTurn || fits(more);
    }

    /**
     * Waits until so many bytes fit or this session has the turn.
     *
     * @return false when neither came in time, or the permit has been closed
     */
    boolean acquire(long more, Duration patience) throws InterruptedException {
      long deadline = System.nanoTime() + patience.toNanos();
      synchronized (ChunkPool.this) {
        // Counted before it looks, so that bytes given back behind its look wake it.
        waiting.incrementAndGet();
        try {
          while (!closed && !covers(more)) {
            long left = deadline - System.nanoTime();
            if (!isTurnTaken) {
              isTurnTaken = true;
              hasTurn = true;
            } else if (left <= 0) {
              return false;
            } else {
              TimeUnit.NANOSECONDS.timedWait(ChunkPool.this, left);
            }
          }
          return !closed;
        } finally {
          waiting.decrementAndGet();
        }
      }
    }

    /** The request has been answered: the turn, if this session has it, is another's. */
    void release() {
      if (hasTurn) {
        synchronized (ChunkPool.this) {
          passTurn();
        }
      }
    }

    /** The session ends: as {@link #release}, and nothing is acquired any more. */
    @Override
    public void close() {
      synchronized (ChunkPool.this) {
        closed = true;
        passTurn();
      }
    }

    private void passTurn() {
      if (hasTurn) {
        hasTurn = false;
        isTurnTaken = false;
      }
      ChunkPool.this.notifyAll();
    }
  }
}
