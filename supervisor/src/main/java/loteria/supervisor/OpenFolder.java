package loteria.supervisor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.folder.ModeCheck;
import loteria.ipc.folder.OpenPath;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.runtime.DiskFull;
import loteria.ipc.settings.UsageException;
import loteria.ledger.folder.DrawFolder;
import loteria.ledger.folder.FolderFiles;
import loteria.ledger.folder.LedgerIdentity;
import loteria.ledger.folder.MoveMarks;
import org.jspecify.annotations.Nullable;

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
   * while the disk is full. Reports what others than this user may use of it.
   *
   * @param access who may use what is created
   * @param patience how long to wait while the disk is full; null for as long as it is
   * @param run what the replicated log says of ledger and run; null where there is none
   * @throws loteria.ledger.folder.UnknownLedgerException if its ledger cannot be continued
   * @throws loteria.ledger.replication.NotServedException if its draw has moved, or it is not whole
   * @throws RunDirectory.InUseException if another server has it
   * @throws UsageException if it cannot be a folder
   */
  static OpenFolder take(
      Path folder, FileAccess access, @Nullable ReplicatedRun run, @Nullable Duration patience)
      throws IOException, InterruptedException, UsageException {
    RunDirectory.checkIsFolder("--data", folder);
    long begunNanos = System.nanoTime();
    while (true) {
      try {
        return takeNow(folder, access, run);
      } catch (IOException e) {
        // Judged by the error's words alone: a disk that fails may be full as well.
        boolean isOver = patience != null && System.nanoTime() - begunNanos >= patience.toNanos();
        if (isOver || !DiskFull.isWhy(e, Long.MAX_VALUE)) {
          throw e;
        }
        LOG.warn("data", "error", "no room on the disk, waiting for it: " + e.getMessage());
        Thread.sleep(DiskFull.RETRY_AFTER);
      }
    }
  }

  private static OpenFolder takeNow(Path folder, FileAccess access, @Nullable ReplicatedRun run)
      throws IOException {
    DrawFolder.make(folder, access);
    DataLock lock = DataLock.take(folder);
    if (lock == null) {
      throw new RunDirectory.InUseException(folder);
    }
    try {
      MoveMarks.check(folder);
      LedgerIdentity identity = begin(folder, access, run);
      LOG.success("data", "ledger", identity.id(), "run", identity.run());
      warnOfOthers(ModeCheck.ofDraw(folder, access));
      return new OpenFolder(lock, identity, FolderFiles.hold(folder));
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  private static LedgerIdentity begin(
      Path folder, FileAccess access, @Nullable ReplicatedRun replicated) throws IOException {
    if (replicated == null) {
      return DrawFolder.beginRun(folder, access);
    }
    return replicated.follows()
        ? DrawFolder.beginToFollow(folder, access, replicated.identity())
        : DrawFolder.beginRun(folder, access, replicated.identity());
  }

  /** One line for all of them: a folder of an earlier version has as many as it has files. */
  private static void warnOfOthers(List<OpenPath> open) {
    if (open.isEmpty()) {
      return;
    }
    OpenPath worst = open.stream().min(OpenPath.MOST_HARMFUL_FIRST).orElseThrow();
    LOG.warn(
        "permissions",
        "paths",
        open.size(),
        "error",
        worst.text(),
        "next",
        open.size() == 1
            ? worst.remedy()
            : worst.remedy() + "; supervisor verify has the command for each path");
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
