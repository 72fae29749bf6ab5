package loteria.ipc.logging;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The queue of lines in front of standard output: any thread adds, one thread writes.
 *
 * <p>Standard output may have no reader, and a write to it may then never return. So adding waits
 * for room only briefly. A full queue drops and counts new lines until it is half empty if nothing
 * is written within {@link #PATIENCE}, or if it is not half empty within {@link
 * #PATIENCE_WITH_SLOW}. With a reader that keeps up, nothing is lost.
 *
 * <pre>
 *   oldest                                    newest
 *   [ the write under way | lines that wait          | room ]  BYTES_MAX, and RESERVE_BYTES more
 *   take() → written()       → take()        add() →           for lines that are important
 * </pre>
 */
final class LineQueue {
  static final int BYTES_MAX = 1 << 20;

  /** An error must not be lost because details fill the queue. */
  static final int RESERVE_BYTES = 64 << 10;

  /** The longest time that a thread waits in all for standard output that is stuck. */
  static final Duration PATIENCE = Duration.ofMillis(250);

  /** The longest time that a thread waits in all for standard output that is slow. */
  static final Duration PATIENCE_WITH_SLOW = Duration.ofSeconds(2);

  /** How long a line may wait for others to be written with it. */
  private static final Duration GATHERED_FOR = Duration.ofMillis(20);

  private final LongFunction<byte[]> dropNotice;
  private final byte[] gathered;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition hasLines = lock.newCondition();
  private final Condition hasRoom = lock.newCondition();
  private final Condition progress = lock.newCondition();

  /** Guarded by {@link #lock}, as is all below. */
  private final ArrayDeque<byte[]> lines = new ArrayDeque<>();

  /** Bytes of {@link #lines} and of the write under way. */
  private int bytes;

  private long added;
  private long written;
  private long dropped;

  /** Whether the queued lines must be written without waiting for more. */
  private boolean isUrgent;

  /** When it became full; 0 once it is half empty again. */
  private long fullNanos;

  /** When something was last written since it became full, or when it became full. */
  private long progressNanos;

  /** Whether it drops new lines, until it is half empty. */
  private boolean drops;

  /** When the current write began; 0 if there is none. */
  private long writingNanos;

  /** The content of one system call: whole lines. */
  record Write(ByteBuffer content, int lines) {}

  /**
   * @param writeBytes the most bytes per write, unless a single line is longer
   * @param dropNotice makes the line that reports how many were dropped
   */
  LineQueue(int writeBytes, LongFunction<byte[]> dropNotice) {
    this.gathered = new byte[writeBytes];
    this.dropNotice = dropNotice;
  }

  /**
   * Adds a line, or drops it.
   *
   * @param isImportant whether it may use the reserve, and is written without delay
   */
  void add(byte[] line, boolean isImportant) {
    lock.lock();
    try {
      if (!awaitRoomFor(line, isImportant)) {
        dropped++;
        return;
      }
      if (dropped > 0 && !drops) {
        put(dropNotice.apply(dropped));
        dropped = 0;
      }
      put(line);
      isUrgent |= isImportant;
      if (lines.size() == 1 || isUrgent || isHalfFull()) {
        hasLines.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for lines, and then a little for more. */
  void awaitLines() throws InterruptedException {
    lock.lock();
    try {
      while (lines.isEmpty()) {
        hasLines.await();
      }
      long left = GATHERED_FOR.toNanos();
      while (!isUrgent && !isHalfFull() && left > 0) {
        left = hasLines.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next bytes to write, which {@link #done} must follow; null if there are none. */
  @Nullable Write take() {
    lock.lock();
    try {
      byte[] line = lines.poll();
      if (line == null) {
        isUrgent = false;
        return null;
      }
      writingNanos = now();
      if (line.length > gathered.length) {
        return new Write(ByteBuffer.wrap(line), 1);
      }
      int length = 0;
      int count = 0;
      while (line != null) {
        System.arraycopy(line, 0, gathered, length, line.length);
        length += line.length;
        count++;
        byte[] next = lines.peek();
        boolean fits = next != null && length + next.length <= gathered.length;
        line = fits ? lines.poll() : null;
      }
      return new Write(ByteBuffer.wrap(gathered, 0, length), count);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends a write.
   *
   * @param isOut whether it succeeded; if not, its lines count as dropped
   */
  void done(Write write, boolean isOut) {
    lock.lock();
    try {
      writingNanos = 0;
      bytes -= write.content().remaining();
      written += write.lines();
      dropped += isOut ? 0 : write.lines();
      progressNanos = now();
      if (!isHalfFull()) {
        fullNanos = 0;
        drops = false;
      }
      hasRoom.signalAll();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the lines added so far are written, unless the output is stuck.
   *
   * @return whether they are
   */
  boolean awaitWritten(Duration atMost) {
    long begun = now();
    lock.lock();
    try {
      long last = added;
      isUrgent = true;
      hasLines.signal();
      while (written < last) {
        long left = Math.min(leftOf(begun, atMost), leftOf(writingNanos, PATIENCE));
        if (left <= 0) {
          return false;
        }
        long _ = progress.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoomFor(byte[] line, boolean isImportant) {
    if (bytes == 0) {
      return true;
    }
    int max = isImportant ? BYTES_MAX + RESERVE_BYTES : drops ? 0 : BYTES_MAX;
    return bytes + line.length <= max;
  }

  /** Waits for room; false if there will be none soon. */
  private boolean awaitRoomFor(byte[] line, boolean isImportant) {
    while (!hasRoomFor(line, isImportant)) {
      if (fullNanos == 0) {
        fullNanos = now();
        progressNanos = fullNanos;
      }
      long left = Math.min(leftOf(progressNanos, PATIENCE), leftOf(fullNanos, PATIENCE_WITH_SLOW));
      drops |= left <= 0;
      if (drops) {
        return false;
      }
      try {
        long _ = hasRoom.awaitNanos(left);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  private void put(byte[] line) {
    lines.add(line);
    bytes += line.length;
    added++;
  }

  private boolean isHalfFull() {
    return bytes >= BYTES_MAX / 2;
  }

  /** The rest of a time that began then, in nanoseconds; all of it if it has not begun. */
  private static long leftOf(long begunNanos, Duration time) {
    return begunNanos == 0 ? time.toNanos() : begunNanos + time.toNanos() - System.nanoTime();
  }

  /** {@link System#nanoTime()}, but never 0. */
  private static long now() {
    return System.nanoTime() | 1;
  }
}
