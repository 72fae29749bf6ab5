package loteria.worker.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The lock that one process at a time holds while it appends.
 *
 * <p>On a file of its own that nothing else ever opens: closing any channel on a file, in any part
 * of the process, would let go of this process's locks on it. Taken by the ledger's thread alone: a
 * thread interrupted here would close the channel, and many threads waiting here would starve all
 * virtual ones.
 */
public final class ProcessLock implements LedgerLock {
  /**
   * How long a check holds: far less than any process needs to be started and to take a lock that
   * has been put in this one's place, and many turns.
   */
  private static final long CHECK_HOLDS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final FileChannel channel;
  private final LedgerFile file;
  private final Check check;
  private long checkedNanos = System.nanoTime() - CHECK_HOLDS_NANOS;

  private ProcessLock(FileChannel channel, Path path, Check check) {
    this.channel = channel;
    this.file = new ChannelFile(channel, path);
    this.check = check;
  }

  /** Whether a lock that has been taken is the one that all others take. */
  public interface Check {
    /** Throws when it is not. */
    void check() throws IOException;
  }

  /**
   * Opens the lock's file.
   *
   * @param check carried out when the lock has been taken, unless it was within a tenth of a second
   */
  public static ProcessLock open(Path path, Check check) throws IOException {
    return new ProcessLock(ChannelFile.channel(path), path, check);
  }

  @Override
  public Held acquire() throws IOException {
    FileLock lock = channel.lock();
    try {
      check();
    } catch (IOException e) {
      lock.release();
      throw e;
    }
    return new HeldLock(lock);
  }

  /** Once the lock is held: whoever waited for it, or was stopped, has to look again. */
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

  /** The note is what the file holds; it is never forced. */
  private final class HeldLock implements Held {
    private final FileLock lock;

    HeldLock(FileLock lock) {
      this.lock = lock;
    }

    @Override
    public void read(ByteBuffer note) throws IOException {
      file.read(note, 0);
    }

    @Override
    public void leave(ByteBuffer note) throws IOException {
      file.write(note, 0);
    }

    @Override
    public void close() throws IOException {
      lock.release();
    }
  }
}
