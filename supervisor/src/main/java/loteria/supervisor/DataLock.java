package loteria.supervisor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One supervisor at a time on a draw's folder; let go however the process ends. */
final class DataLock implements AutoCloseable {
  /**
   * Folders locked by this process. Its locks on a file go when it closes any descriptor of it: so
   * a file that it has locked must not even be opened again.
   */
  private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

  private final Object key;
  private final FileChannel channel;

  private DataLock(Object key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /** Takes the lock; null when another supervisor has it. */
  static @Nullable DataLock take(Path folder) throws IOException {
    Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    if (!HELD.add(key)) {
      return null;
    }
    FileChannel locked = null;
    try {
      locked = lock(folder.resolve("supervisor.lock"));
      return locked == null ? null : new DataLock(key, locked);
    } finally {
      if (locked == null) {
        HELD.remove(key);
      }
    }
  }

  private static @Nullable FileChannel lock(Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
      return lock == null ? null : channel;
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(key);
    }
  }
}
