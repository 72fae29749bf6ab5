package loteria.supervisor;

import java.io.IOException;
import java.nio.file.Path;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.runtime.DiskFull;
import loteria.ipc.settings.UsageException;
import loteria.ledger.folder.DrawFolder;
import loteria.ledger.folder.FolderFiles;
import loteria.ledger.folder.LedgerIdentity;

/** A draw's folder held by this supervisor: locked, of one run, with all its files open. */
final class OpenFolder implements AutoCloseable {
  private static final ActionLog LOG = new ActionLog(OpenFolder.class);

  private final DataLock lock;
  private final LedgerIdentity identity;
  private final FolderFiles files;
  private volatile long roomBytes;

  private OpenFolder(DataLock lock, LedgerIdentity identity, FolderFiles files) {
    this.lock = lock;
    this.identity = identity;
    this.files = files;
    this.roomBytes = files.roomBytes();
  }

  /**
   * Opens a folder, creating it if there is none, and begins the next run of its ledger. Waits
   * while the disk is full.
   *
   * @throws loteria.ledger.folder.UnknownLedgerException if its ledger cannot be continued
   * @throws RunDirectory.InUseException if another server has it
   * @throws UsageException if it cannot be a folder
   */
  static OpenFolder take(Path folder) throws IOException, InterruptedException, UsageException {
    RunDirectory.checkIsFolder("--data", folder);
    while (true) {
      try {
        return takeNow(folder);
      } catch (IOException e) {
        // Judged by the error's words alone: a disk that fails may be full as well.
        if (!DiskFull.isWhy(e, Long.MAX_VALUE)) {
          throw e;
        }
        LOG.warn("data", "error", "no room on the disk, waiting for it: " + e.getMessage());
        Thread.sleep(DiskFull.RETRY_AFTER);
      }
    }
  }

  private static OpenFolder takeNow(Path folder) throws IOException {
    DrawFolder.make(folder);
    DataLock lock = DataLock.take(folder);
    if (lock == null) {
      throw new RunDirectory.InUseException(folder);
    }
    try {
      LedgerIdentity identity = DrawFolder.beginRun(folder);
      LOG.success("data", "ledger", identity.id(), "run", identity.run());
      return new OpenFolder(lock, identity, FolderFiles.hold(folder));
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  LedgerIdentity identity() {
    return identity;
  }

  FolderFiles files() {
    return files;
  }

  /** How many bytes its disk had free at the last check. */
  long roomBytes() {
    return roomBytes;
  }

  /**
   * Checks that all of it is still there, and measures the room.
   *
   * @throws IOException if it is not, or cannot be checked
   */
  void check() throws IOException {
    lock.check();
    files.check();
    roomBytes = files.roomBytes();
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      files.close();
    }
  }
}
