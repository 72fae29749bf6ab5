package loteria.worker;

import java.io.IOException;
import loteria.ipc.log.ActionLog;
import loteria.ipc.log.Logging;
import loteria.ipc.process.ExitCode;
import loteria.ipc.process.ParentWatch;
import loteria.ipc.process.Shutdown;
import loteria.ipc.process.UsageException;
import loteria.ledger.folder.UnknownLedgerException;
import loteria.ledger.log.DamagedLogException;

/** Where a worker's process begins. People start the supervisor, which starts this. */
public final class Main {
  private static final ActionLog LOG = new ActionLog(Main.class);

  private Main() {}

  public static void main(String[] args) {
    if (FolderCommand.isOne(args)) {
      ParentWatch.start(() -> Shutdown.now(ExitCode.ORPHANED));
      Shutdown.now(FolderCommand.run(args));
    }
    WorkerSettings settings;
    try {
      settings = WorkerSettings.read(args, System.getenv());
    } catch (UsageException e) {
      System.err.println("worker: " + e.getMessage());
      Shutdown.now(ExitCode.USAGE);
      return;
    }
    Logging.level(settings.logLevel());
    Shutdown shutdown = Shutdown.install(settings.grace(), ExitCode.OUT_OF_MEMORY);
    ParentWatch.start(() -> shutdown.exit(ExitCode.ORPHANED));
    shutdown.exit(run(settings, shutdown));
  }

  private static ExitCode run(WorkerSettings settings, Shutdown shutdown) {
    try {
      Worker.run(settings, shutdown);
      return ExitCode.ORPHANED;
    } catch (DamagedLogException | UnknownLedgerException e) {
      LOG.fail("ledger", "error", e.getMessage());
      return ExitCode.LEDGER_DAMAGED;
    } catch (IOException | InterruptedException e) {
      if (!shutdown.begun()) {
        LOG.fail("worker", "error", e);
      }
      return ExitCode.FAILED;
    }
  }
}
