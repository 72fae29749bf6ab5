package loteria.supervisor;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.folder.FileIdentity;
import loteria.ipc.folder.FolderChangedException;
import loteria.ipc.io.UnixSocket;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.settings.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the Unix sockets. It belongs to one server, and no other user may enter it, because
 * every process that connects is trusted.
 */
final class RunDirectory implements AutoCloseable {
  private static final ActionLog LOG = new ActionLog(RunDirectory.class);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private final Path path;
  private FileIdentity folder;
  private DataLock lock;

  private RunDirectory(Path path, FileIdentity folder, DataLock lock) {
    this.path = path;
    this.folder = folder;
    this.lock = lock;
  }

  /** Another server has the folder. */
  static final class InUseException extends IOException {
    private static final long serialVersionUID = 1;

    InUseException(Path path) {
      super("another supervisor uses it: " + path);
    }
  }

  /**
   * Creates the folder, or takes an existing one as it is.
   *
   * @throws UsageException if it cannot be such a folder
   * @throws InUseException if another server has it
   */
  static RunDirectory take(Path path) throws IOException, UsageException {
    prepare(path);
    return new RunDirectory(path, FileIdentity.of(path), locked(path));
  }

  Path path() {
    return path;
  }

  /**
   * Recreates the folder if it was removed or replaced, and takes it again.
   *
   * @throws IOException if that fails
   */
  synchronized void restore() throws IOException {
    String why = changed();
    if (why == null) {
      return;
    }
    LOG.warn("run", "error", why + ", and is recreated");
    lock.close();
    try {
      prepare(path);
    } catch (UsageException e) {
      throw new IOException(e.getMessage(), e);
    }
    folder = FileIdentity.of(path);
    lock = locked(path);
  }

  private @Nullable String changed() throws IOException {
    try {
      folder.check();
      lock.check();
      return null;
    } catch (FolderChangedException e) {
      return e.getMessage();
    }
  }

  private static DataLock locked(Path path) throws IOException {
    DataLock lock = DataLock.take(path);
    if (lock == null) {
      throw new InUseException(path);
    }
    return lock;
  }

  /**
   * Checks the mode of an existing folder. It is not ours to change: others may be using the
   * folder.
   */
  private static void prepare(Path path) throws IOException, UsageException {
    checkLength(path);
    checkIsFolder("--run", path);
    FileAccess.OWNER.createFolders(path);
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
    if (!OWNER_ONLY.containsAll(mode)) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--run '%s' has mode %s, and others may enter it: name a folder of its own, or chmod"
                  + " 700 it",
              path,
              PosixFilePermissions.toString(mode)));
    }
  }

  private static void checkLength(Path path) throws UsageException {
    try {
      UnixSocket.checkLength(path.resolve(DrawLayout.COORDINATOR_SOCKET));
    } catch (IOException e) {
      throw new UsageException("--run: " + e.getMessage());
    }
  }

  /** Checks that a path is a folder, or can become one. */
  static void checkIsFolder(String flag, Path path) throws UsageException {
    for (Path at = path; at != null; at = at.getParent()) {
      if (Files.exists(at)) {
        if (!Files.isDirectory(at)) {
          throw new UsageException(String.format(Locale.ROOT, "%s: '%s' is no folder", flag, at));
        }
        return;
      }
    }
  }

  /** Releases the folder, and removes it if nothing is left in it. */
  synchronized void remove() throws IOException {
    lock.close();
    Files.deleteIfExists(path.resolve(DrawLayout.SUPERVISOR_LOCK));
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException e) {
      LOG.detail("run", "error", e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    lock.close();
  }
}
