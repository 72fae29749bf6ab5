package loteria.worker.ledger;

import java.io.IOException;
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
final class ProcessLock implements LedgerLock {
  private final FileChannel channel;

  private ProcessLock(FileChannel channel) {
    this.channel = channel;
  }

  static ProcessLock open(Path path) throws IOException {
    return new ProcessLock(ChannelFile.channel(path));
  }

  @Override
  public Held acquire() throws IOException {
    FileLock lock = channel.lock();
    return lock::release;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
