package loteria.worker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.logging.Logging;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.runtime.ParentWatch;
import loteria.ipc.runtime.Shutdown;
import loteria.ipc.settings.UsageException;
import loteria.ipc.settings.WorkerArguments;
import loteria.ledger.folder.UnknownLedgerException;
import loteria.ledger.state.DamagedLogException;

/** Where a worker's process begins. People start the supervisor, which starts this. */
public final class WorkerMain {
  private static final ActionLog LOG = new ActionLog(WorkerMain.class);

  private WorkerMain() {}

  public static void main(String[] args) {
    if (FolderCommand.isOne(args)) {
      ParentWatch.start(() -> Shutdown.now(ExitCode.ORPHANED));
      Shutdown.now(FolderCommand.run(args));
    }
    if (args.length > 0 && args[0].equals(WorkerArguments.IMPORT)) {
      ParentWatch.start(() -> Shutdown.now(ExitCode.ORPHANED));
      Shutdown.now(ImportCommand.run(args));
    }
    if (args.length > 0 && args[0].equals(WorkerArguments.BEGIN)) {
      ParentWatch.start(() -> Shutdown.now(ExitCode.ORPHANED));
      Shutdown.now(BeginCommand.run(args));
    }
    if (args.length > 0 && args[0].equals(WorkerArguments.BETS)) {
      Shutdown.now(
          BetsCommand.run(
              args,
              System.in,
              new FileOutputStream(FileDescriptor.out),
              () -> ParentWatch.start(() -> Shutdown.now(ExitCode.ORPHANED))));
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
