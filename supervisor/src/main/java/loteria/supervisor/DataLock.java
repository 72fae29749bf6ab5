package loteria.supervisor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One supervisor at a time on a draw's folder; let go however the process ends. */
final class DataLock implements AutoCloseable {
  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock; null when another supervisor has it. */
  static @Nullable DataLock take(Path folder) throws IOException {
    var channel =
        FileChannel.open(
            folder.resolve("supervisor.lock"), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      return null;
    }
    return new DataLock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
