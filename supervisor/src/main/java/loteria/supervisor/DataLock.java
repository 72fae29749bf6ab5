package loteria.supervisor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import loteria.ipc.folder.FileIdentity;
import org.jspecify.annotations.Nullable;

/** One supervisor at a time on a folder; let go however the process ends. */
final class DataLock implements AutoCloseable {
  /** The name of the file that is locked, in the folder. */
  static final String FILE = "supervisor.lock";

  /**
   * Folders locked by this process. Its locks on a file go when it closes any descriptor of it: so
   * a file that it has locked must not even be opened again.
   */
  private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

  private final Object key;
  private final FileIdentity file;
  private final FileChannel channel;

  private DataLock(Object key, FileIdentity file, FileChannel channel) {
    this.key = key;
    this.file = file;
    this.channel = channel;
  }

  /** Takes the lock; null when another supervisor has it. */
  static @Nullable DataLock take(Path folder) throws IOException {
    Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    if (!HELD.add(key)) {
      return null;
    }
    DataLock taken = null;
    try {
      taken = lock(key, folder.resolve(FILE));
      return taken;
    } finally {
      if (taken == null) {
        HELD.remove(key);
      }
    }
  }

  /** A lock on a file that was removed meanwhile would keep nobody out: then once more. */
  private static @Nullable DataLock lock(Object key, Path path) throws IOException {
    while (true) {
      try {
        FileIdentity before = made(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        boolean kept = false;
        try {
          if (channel.tryLock() == null) {
            return null;
          }
          kept = before.equals(FileIdentity.of(path));
          if (kept) {
            return new DataLock(key, before, channel);
          }
        } finally {
          if (!kept) {
            channel.close();
          }
        }
      } catch (NoSuchFileException _) {
        // It was removed just now, and is made anew.
      }
    }
  }

  private static FileIdentity made(Path path) throws IOException {
    FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE).close();
    return FileIdentity.of(path);
  }

  /**
   * Checks that the lock still keeps others out.
   *
   * @throws IOException when its file is no longer where others look for it
   */
  void check() throws IOException {
    file.check();
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
