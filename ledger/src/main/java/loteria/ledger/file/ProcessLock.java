package loteria.ledger.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The lock that one process at a time holds while it appends.
 *
 * <p>On a file of its own that nothing else ever opens: closing any channel on a file, in any part
 * of the process, releases this process's locks on it. Taken by the ledger's thread alone: a thread
 * interrupted here would close the channel, and many threads waiting here would starve all virtual
 * ones.
 */
public final class ProcessLock implements LedgerLock {
  /**
   * How long a check holds: far less than any process needs to be started and to take a lock that
   * has been put in this one's place, and many turns.
   */
  private static final long CHECK_HOLDS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final FileChannel channel;
  private final Check check;
  private final AtomicLong waitNanos = new AtomicLong();
  private final AtomicLong heldNanos = new AtomicLong();
  private long checkedNanos = System.nanoTime() - CHECK_HOLDS_NANOS;

  private ProcessLock(FileChannel channel, Check check) {
    this.channel = channel;
    this.check = check;
  }

  /** Whether a lock that has been taken is the one that all others take. */
  public interface Check {
    /** Throws when it is not. */
    void check() throws IOException;
  }

  /**
   * Opens the lock's file, which is there.
   *
   * @param check carried out when the lock has been taken, unless it was within a tenth of a second
   */
  public static ProcessLock open(Path path, Check check) throws IOException {
    return new ProcessLock(
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE), check);
  }

  @Override
  public Held acquire() throws IOException {
    long asked = System.nanoTime();
    FileLock lock = channel.lock();
    long taken = System.nanoTime();
    waitNanos.addAndGet(taken - asked);
    return checked(lock, taken);
  }

  @Override
  public @Nullable Held tryAcquire() throws IOException {
    FileLock lock = channel.tryLock();
    return lock == null ? null : checked(lock, System.nanoTime());
  }

  private Held checked(FileLock lock, long takenNanos) throws IOException {
    try {
      check();
    } catch (IOException e) {
      lock.release();
      throw e;
    }
    return () -> {
      lock.release();
      heldNanos.addAndGet(System.nanoTime() - takenNanos);
    };
  }

  /** How long this process has waited for the lock, and held it. Any thread may ask. */
  public LockTimes times() {
    return new LockTimes(waitNanos.get(), heldNanos.get());
  }

  /**
   * Called with the lock held: the file may have been replaced while this process waited or was
   * stopped.
   */
  private void check() throws IOException {
    long now = System.nanoTime();
    if (now - checkedNanos >= CHECK_HOLDS_NANOS) {
      check.check();
      checkedNanos = now;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
