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
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.folder.FileIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a folder, held by one supervisor at a time; the kernel releases it in whatever way the
 * process ends.
 */
final class DataLock implements AutoCloseable {
  /**
   * Folders locked by this process. Closing any descriptor of a file drops this process's locks on
   * it: so a locked file must not even be opened a second time.
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

  /** Takes the lock; null if another supervisor has it. */
  static @Nullable DataLock take(Path folder) throws IOException {
    Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    if (!HELD.add(key)) {
      return null;
    }
    DataLock taken = null;
    try {
      taken = lock(key, folder.resolve(DrawLayout.SUPERVISOR_LOCK));
      return taken;
    } finally {
      if (taken == null) {
        HELD.remove(key);
      }
    }
  }

  /**
   * Takes the lock on the file under this name, again if that was removed meanwhile: a lock on a
   * removed file excludes no other process.
   */
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
        // It was removed just now, and is created again.
      }
    }
  }

  private static FileIdentity made(Path path) throws IOException {
    FileAccess.OWNER.openOrCreate(path).close();
    return FileIdentity.of(path);
  }

  /**
   * Checks that the lock still excludes others.
   *
   * @throws IOException if its file is no longer where others look for it
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
