package loteria.ipc.io;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The memory that messages are read into: one budget for all connections, handed out in blocks.
 * Each reader adds the memory of its first block to the budget when it joins, so an idle reader
 * takes nothing from others. Safe for use by several threads.
 *
 * <pre>
 *   more than half free     blocks are as large as reads fill
 *   less                    blocks are as small as the next message allows
 *   nothing                 a reader waits, in turn, until others release messages
 * </pre>
 *
 * <p>No reader may hold memory while it waits for the rest of a message that depends on another
 * reader: so a sender must send a message as a whole, without waiting for others.
 */
public final class MessageMemory {
  /** A block's least size, and what each reader adds to the budget. */
  public static final int BLOCK_BYTES_MIN = 8 << 10;

  private static final int UNIT = 1 << 10;

  private final Permits free;
  private final int half;

  /** Units of memory that are free; first come, first served. */
  private static final class Permits extends Semaphore {
    private static final long serialVersionUID = 1;

    Permits(int units) {
      super(units, true);
    }

    void takeAway(int units) {
      reducePermits(units);
    }
  }

  /**
   * @param bytes the budget of all connections together, besides what each adds
   */
  public MessageMemory(long bytes) {
    this.free = new Permits(Math.toIntExact(bytes / UNIT));
    this.half = free.availablePermits() / 2;
  }

  /** Bytes that can be handed out now. */
  public long freeBytes() {
    return (long) free.availablePermits() * UNIT;
  }

  /**
   * Adds a reader and the memory of its first block: an array of {@link #BLOCK_BYTES_MIN}.
   *
   * @param copies how often a message of this reader is in memory at a time
   */
  Block join(byte[] array, int copies) {
    return new Block(array, units(BLOCK_BYTES_MIN, copies));
  }

  /** Removes a reader that has joined. */
  void leave(int copies) {
    free.takeAway(units(BLOCK_BYTES_MIN, copies));
  }

  /** A block of this many bytes; waits until that much is free. */
  Block take(int bytes, int copies) throws IOException {
    int units = units(bytes, copies);
    try {
      free.acquire(units);
    } catch (InterruptedException e) {
      throw new IOException("interrupted while there was no memory for a message", e);
    }
    return new Block(new byte[bytes], units);
  }

  /** A block of this many bytes if more than half is free; else null. */
  @Nullable Block tryTake(int bytes, int copies) {
    int units = units(bytes, copies);
    boolean enough = free.availablePermits() - units >= half;
    return enough && free.tryAcquire(units) ? new Block(new byte[bytes], units) : null;
  }

  private static int units(int bytes, int copies) {
    return copies * Math.ceilDiv(bytes, UNIT);
  }

  /** A block and its reference count: its reader, and each of its messages that is held. */
  final class Block {
    private final int units;
    private final byte[] array;
    private final AtomicInteger users = new AtomicInteger(1);

    Block(byte[] array, int units) {
      this.array = array;
      this.units = units;
    }

    byte[] array() {
      return array;
    }

    void hold() {
      users.incrementAndGet();
    }

    /** Drops one reference; the last one frees the memory. */
    void release() {
      if (users.decrementAndGet() == 0) {
        free.release(units);
      }
    }
  }
}
