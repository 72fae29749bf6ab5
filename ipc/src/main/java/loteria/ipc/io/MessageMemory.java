package loteria.ipc.io;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The memory that messages are read into: so much for all connections together, handed out in
 * blocks. Each reader brings what its first block takes, so one that only waits takes nothing from
 * others. Safe for use by several threads.
 *
 * <pre>
 *   more than half free     blocks are as large as reads make use of
 *   less                    they are as small as the next message allows
 *   nothing                 who needs one waits until others' messages are done with, in turn
 * </pre>
 *
 * <p>No reader must wait for the rest of a message while it has all but that: so whoever sends must
 * send a message as a whole, without waiting for others.
 */
public final class MessageMemory {
  /** A block's least size, and what each reader brings. */
  public static final int BLOCK_BYTES_MIN = 8 << 10;

  private static final int UNIT = 1 << 10;

  private final Permits free;
  private final int half;

  /** Units of memory that are not handed out; first come, first served. */
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
   * @param bytes for all connections together, beside what each brings
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
   * A reader comes, with the memory of its first block: an array of {@link #BLOCK_BYTES_MIN}.
   *
   * @param copies how often a message of its is in memory at a time
   */
  Block join(byte[] array, int copies) {
    return new Block(array, units(BLOCK_BYTES_MIN, copies));
  }

  /** A reader that has joined goes. */
  void leave(int copies) {
    free.takeAway(units(BLOCK_BYTES_MIN, copies));
  }

  /** A block of so many bytes; waits until there is that much. */
  Block take(int bytes, int copies) throws IOException {
    int units = units(bytes, copies);
    try {
      free.acquire(units);
    } catch (InterruptedException e) {
      throw new IOException("interrupted while there was no memory for a message", e);
    }
    return new Block(new byte[bytes], units);
  }

  /** A block of so many bytes, where there is more than enough; else null. */
  @Nullable Block tryTake(int bytes, int copies) {
    int units = units(bytes, copies);
    boolean enough = free.availablePermits() - units >= half;
    return enough && free.tryAcquire(units) ? new Block(new byte[bytes], units) : null;
  }

  private static int units(int bytes, int copies) {
    return copies * Math.ceilDiv(bytes, UNIT);
  }

  /** A block, and how many use it: its reader, and each of its messages that is held. */
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

    /** One that used it does no more; the last one gives its memory back. */
    void release() {
      if (users.decrementAndGet() == 0) {
        free.release(units);
      }
    }
  }
}
