package loteria.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.UsageException;
import loteria.ipc.settings.WorkerArguments;

/**
 * The commands {@code supervisor verify} and {@code supervisor export}: a worker's JVM reads the
 * draw's files, because only workers know their format. Neither takes the lock, so both work while
 * the server runs; only the file that the server has open cannot be written then.
 */
final class FolderCommands {
  private FolderCommands() {}

  /** Has the worker print what it finds; returns its exit code. */
  static int verify(SupervisorSettings settings) throws IOException, InterruptedException {
    return ask(settings, arguments(WorkerArguments.VERIFY, settings));
  }

  /** The same, and has the copy compared with the replicated log. */
  static int verifyLog(SupervisorSettings settings)
      throws IOException, InterruptedException, UsageException {
    LedgerSettings ledger = settings.ledger();
    if (ledger == null) {
      throw new UsageException("--log needs --ledger kafka: the files are all there is");
    }
    return ask(settings, ledger.addTo(arguments(WorkerArguments.VERIFY, settings)));
  }

  /** Has all bets written to a file; returns the exit code. */
  static int export(SupervisorSettings settings, Path to) throws IOException, InterruptedException {
    var arguments = arguments(WorkerArguments.EXPORT, settings);
    return ask(settings, arguments.with(WorkerArguments.TO, to));
  }

  /** Has the draw's bets.csv rewritten, with the draw locked; returns the exit code. */
  static int export(SupervisorSettings settings) throws IOException, InterruptedException {
    Path folder = settings.folder();
    Path file = folder.resolve(DrawLayout.BETS);
    if (Files.notExists(folder)) {
      return export(settings, file);
    }
    try (DataLock lock = DataLock.take(folder)) {
      if (lock == null) {
        System.err.println(
            "export: a supervisor serves this draw: stop it, or name another file to write");
        return ExitCode.DATA_IN_USE.code();
      }
      return export(settings, file);
    }
  }

  /** The same as verify, and proves the draw with its seal. */
  static int verifySeal(SupervisorSettings settings, String seal)
      throws IOException, InterruptedException, UsageException {
    if (!seal.matches("[0-9a-fA-F]{64}")) {
      throw new UsageException("--seal '" + seal + "' is not 64 hexadecimal digits");
    }
    var arguments = arguments(WorkerArguments.VERIFY, settings);
    return ask(settings, arguments.with(WorkerArguments.SEAL, seal));
  }

  private static WorkerArguments arguments(String command, SupervisorSettings settings) {
    return new WorkerArguments(command)
        .with(WorkerArguments.FOLDER, settings.folder())
        .with(WorkerArguments.GROUP_READABLE, settings.access() == FileAccess.GROUP_READABLE);
  }

  private static int ask(SupervisorSettings settings, WorkerArguments arguments)
      throws IOException, InterruptedException {
    return ask(WorkerCommand.of(settings), arguments, Map.of());
  }

  /**
   * Has a worker's JVM print what it does; returns its exit code.
   *
   * @param environment variables that are added to those of this process
   */
  static int ask(List<String> worker, WorkerArguments arguments, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(worker);
    command.addAll(arguments.words());
    var builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return builder.start().waitFor();
  }
}
