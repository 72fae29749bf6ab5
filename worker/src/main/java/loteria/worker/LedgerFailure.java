package loteria.worker;

import java.io.IOException;
import java.nio.file.Path;
import loteria.ipc.folder.FolderChangedException;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.logging.Logging;
import loteria.ipc.runtime.DiskFull;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.runtime.OpenFiles;
import loteria.ledger.replication.NotServedException;
import loteria.ledger.state.DamagedLogException;

/** Why a ledger cannot be used any more. */
record LedgerFailure(Throwable why) {
  private static final ActionLog LOG = new ActionLog(LedgerFailure.class);

  /**
   * Ends this process. Nothing can be saved by an orderly end, and nothing may be answered: so none
   * is tried.
   *
   * @param folder the draw's
   */
  void end(Path folder) {
    LOG.fail("ledger", "error", reason(folder));
    Logging.flush();
    Runtime.getRuntime().halt(exitCode().code());
  }

  private ExitCode exitCode() {
    return switch (why) {
      case DamagedLogException _ -> ExitCode.LEDGER_DAMAGED;
      case NotServedException _ -> ExitCode.MOVED;
      // A worker in this one's place has them closed.
      case IOException e when OpenFiles.areTooMany(e) -> ExitCode.FAILED;
      case IOException _ -> ExitCode.DISK_FAILED;
      case OutOfMemoryError _ -> ExitCode.OUT_OF_MEMORY;
      default -> ExitCode.FAILED;
    };
  }

  private Object reason(Path folder) {
    if (why instanceof FolderChangedException || why instanceof NotServedException) {
      return String.valueOf(why.getMessage());
    }
    return isFullDisk(folder) ? "the disk is full: make room and start again: " + why : why;
  }

  /** Once it serves, a full disk is waited out; a ledger that cannot be opened for it is none. */
  private boolean isFullDisk(Path folder) {
    return why instanceof IOException e && DiskFull.isWhy(e, folder.toFile().getUsableSpace());
  }
}
