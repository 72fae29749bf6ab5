package loteria.supervisor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code supervisor verify}: a worker's JVM reads the draw's files, for only workers know what is
 * in them. Takes no lock: it may be asked while the server runs.
 */
final class Verify {
  private Verify() {}

  /** Lets the worker print what it finds; its exit code. */
  static int run(SupervisorSettings settings) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(WorkerCommand.of(settings));
    command.addAll(List.of("verify", "--folder", settings.folder().toString()));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start()
        .waitFor();
  }
}
