package loteria.worker.draw;

import java.io.IOException;
import java.util.function.Consumer;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.runtime.Shutdown;
import loteria.ledger.folder.FolderFiles;
import loteria.ledger.state.DamagedLogException;

/** Scans parts of the log for the supervisor, each in a thread of its own. */
public final class ScanOrders {
  private static final ActionLog LOG = new ActionLog(ScanOrders.class);

  private final FolderFiles files;
  private final Consumer<WorkerMessage> supervisor;
  private final Shutdown shutdown;

  /**
   * @param supervisor gets what is found
   * @param shutdown of this process, begun when a scan fails
   */
  public ScanOrders(FolderFiles files, Consumer<WorkerMessage> supervisor, Shutdown shutdown) {
    this.files = files;
    this.supervisor = supervisor;
    this.shutdown = shutdown;
  }

  /** Starts to look for winners. */
  public void start(WorkerMessage.Scan scan) {
    start(
        () ->
            new WorkerMessage.Scanned(
                scan.id(),
                true,
                RangeScan.scan(
                    files.folder(),
                    scan,
                    part -> supervisor.accept(new WorkerMessage.Scanned(scan.id(), false, part)))));
  }

  /** Starts to compute the digests of agencies' rows. */
  public void start(WorkerMessage.ScanDigests scan) {
    start(
        () ->
            new WorkerMessage.DigestsScanned(
                scan.id(),
                true,
                DigestScan.scan(
                    files.folder(),
                    scan,
                    part ->
                        supervisor.accept(
                            new WorkerMessage.DigestsScanned(scan.id(), false, part)))));
  }

  /** A scan of the log; gives its last message. */
  private interface LogScan {
    WorkerMessage run() throws IOException;
  }

  private void start(LogScan scan) {
    Thread.ofVirtual().start(() -> run(scan));
  }

  private void run(LogScan scan) {
    try {
      WorkerMessage last = scan.run();
      // It was opened by its name.
      files.check();
      supervisor.accept(last);
    } catch (IOException | RuntimeException e) {
      // Unanswered: the supervisor gives the range to another worker once this one is gone.
      LOG.fail("scan", "error", e);
      shutdown.exit(
          e instanceof DamagedLogException ? ExitCode.LEDGER_DAMAGED : ExitCode.DISK_FAILED);
    }
  }
}
