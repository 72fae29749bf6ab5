package loteria.supervisor;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.UsageException;
import loteria.ipc.settings.WorkerArguments;
import loteria.ledger.folder.DrawFolder;
import loteria.ledger.folder.LedgerIdentity;
import loteria.ledger.folder.UnknownLedgerException;
import loteria.ledger.replication.NotServedException;
import org.jspecify.annotations.Nullable;

/**
 * A run that has begun on a replicated log.
 *
 * @param identity which ledger it is, and which run
 * @param ack what an acknowledgement means, in words
 * @param follows whether this server appends nothing and serves nobody
 */
record ReplicatedRun(LedgerIdentity identity, String ack, boolean follows) {
  /** The process that was to begin it has failed. */
  static final class NotBegunException extends IOException {
    private static final long serialVersionUID = 1;

    private NotBegunException(String message) {
      super(message);
    }
  }

  /**
   * Begins a run: a worker's JVM makes and checks the log, because only workers reach it. Waits
   * while it cannot be reached.
   *
   * @param patience how long to wait at most; null for as long as it takes
   * @throws NotServedException when the draw has moved, or an import of it has not ended
   * @throws NotBegunException when the process that was to begin it has failed
   * @throws UnknownLedgerException when the folder has a ledger, and the log has none
   * @throws UsageException when the log cannot be used as it is; which setting, and why
   */
  static ReplicatedRun begin(
      SupervisorSettings settings, LedgerSettings ledger, @Nullable Duration patience)
      throws IOException, InterruptedException, UsageException {
    LedgerIdentity before = DrawFolder.newestRun(settings.folder());
    WorkerArguments arguments =
        ledger
            .addTo(new WorkerArguments(WorkerArguments.BEGIN))
            .with(WorkerArguments.AGENCIES, settings.agencies())
            .with(WorkerArguments.CREATE, ledger.create())
            .with(WorkerArguments.FORCED, ledger.forced())
            .with(WorkerArguments.LEDGER, before == null ? "" : before.id())
            .with(WorkerArguments.RUN_AFTER, before == null ? 0 : before.run())
            .with(WorkerArguments.FOLLOW, ledger.follows());
    List<String> command = new ArrayList<>(WorkerCommand.of(settings));
    command.addAll(arguments.words());
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(settings.workerSecrets());
    Process process = builder.start();
    if (patience != null) {
      CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
          .execute(process::destroyForcibly);
    }
    Map<String, String> said = new HashMap<>();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int blank = line.indexOf(' ');
        if (line.indexOf('|') >= 0 || blank < 0) {
          System.out.println(line);
        } else {
          said.put(line.substring(0, blank), line.substring(blank + 1));
        }
      }
    }
    int code = process.waitFor();
    if (code == ExitCode.USAGE.code()) {
      throw new UsageException(said.getOrDefault("bad", "the replicated log cannot be used"));
    }
    if (code == ExitCode.MOVED.code()) {
      throw new NotServedException(said.getOrDefault("moved", ExitCode.MOVED.meaning()));
    }
    if (code == ExitCode.LEDGER_DAMAGED.code()) {
      throw new UnknownLedgerException(
          said.getOrDefault("unknown", ExitCode.LEDGER_DAMAGED.meaning()));
    }
    if (code != 0) {
      String why = said.getOrDefault("failed", ExitCode.describe(code));
      throw new NotBegunException("no run could be begun on the replicated log: " + why);
    }
    return new ReplicatedRun(
        new LedgerIdentity(
            UUID.fromString(said.getOrDefault("ledger", "")),
            Integer.parseInt(said.getOrDefault("run", ""))),
        said.getOrDefault("ack", ""),
        ledger.follows());
  }
}
