package loteria.supervisor.draw;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.row.AgencyDigest;
import loteria.ipc.row.SealCsv;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.WorkerArguments;

/**
 * A process that computes digests of agencies' rows in a large log. Java's compiler for SHA-256 is
 * the one that workers do without, to be ready early; with it a byte takes a tenth of the time.
 *
 * @param command starts a worker's JVM; its arguments follow
 * @param folder the draw's folder
 */
record DigestProcess(List<String> command, String folder) {
  private static final ActionLog LOG = new ActionLog(DigestProcess.class);

  /**
   * Starts it.
   *
   * @param part which of {@code parts} groups of agencies
   * @param logEnd where the log ends
   * @return the digests, by agency; fails if it cannot compute them
   */
  CompletableFuture<List<AgencyDigest>> start(int part, int parts, long logEnd) {
    var digests = new CompletableFuture<List<AgencyDigest>>();
    Thread.ofVirtual()
        .name("digests")
        .start(
            () -> {
              try {
                digests.complete(run(part, parts, logEnd));
              } catch (IOException | InterruptedException | RuntimeException e) {
                LOG.warn("seal", "part", part, "error", e);
                digests.completeExceptionally(e);
              }
            });
    return digests;
  }

  private List<AgencyDigest> run(int part, int parts, long logEnd)
      throws IOException, InterruptedException {
    var arguments =
        new WorkerArguments(WorkerArguments.DIGESTS)
            .with(WorkerArguments.FOLDER, folder)
            .with(WorkerArguments.REMAINDER, part)
            .with(WorkerArguments.PARTS, parts)
            .with(WorkerArguments.END, logEnd);
    Process process =
        new ProcessBuilder(ReaderCommand.of(command, arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<AgencyDigest> found = new ArrayList<>();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        found.add(SealCsv.digest(line));
      }
    } finally {
      process.destroy();
    }
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException("digests were not computed: " + ExitCode.describe(code));
    }
    return found;
  }
}
