package loteria.worker.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;

/**
 * The lock that one process at a time holds while it appends.
 *
 * <p>On a file of its own that nothing else ever opens: closing any channel on a file, in any part
 * of the process, would let go of this process's locks on it. Taken by the ledger's thread alone: a
 * thread interrupted here would close the channel, and many threads waiting here would starve all
 * virtual ones.
 */
public final class ProcessLock implements LedgerLock {
  private final FileChannel channel;
  private final LedgerFile file;

  private ProcessLock(FileChannel channel, Path path) {
    this.channel = channel;
    this.file = new ChannelFile(channel, path);
  }

  public static ProcessLock open(Path path) throws IOException {
    return new ProcessLock(ChannelFile.channel(path), path);
  }

  @Override
  public Held acquire() throws IOException {
    return new HeldLock(channel.lock());
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
