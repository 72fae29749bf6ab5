package loteria.supervisor;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command that starts a worker's JVM: the Java and the modules that this process runs on. */
final class WorkerCommand {
  private static final String MAIN = "loteria.worker/loteria.worker.WorkerMain";

  private WorkerCommand() {}

  /** The command; the worker's own arguments follow it. */
  static List<String> of(SupervisorSettings settings) {
    return of(settings, settings.ledger());
  }

  /** The same, with the engine of a replicated log. */
  static List<String> of(SupervisorSettings settings, @Nullable LedgerSettings ledger) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Before the options, which may override it: a JVM without memory cannot serve.
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.addAll(settings.workerJavaOptions());
    // Otherwise Java warns when the system's messages for a full disk are looked up.
    command.add("--enable-native-access=loteria.ipc");
    command.add("--module-path");
    command.add(modulePath(ledger));
    command.add("--module");
    command.add(MAIN);
    return command;
  }

  /** An engine of a replicated log is in a folder of its own, and found by its name there. */
  private static String modulePath(@Nullable LedgerSettings ledger) {
    String path = System.getProperty("jdk.module.path");
    if (ledger == null) {
      return path;
    }
    List<String> all = new ArrayList<>(List.of(path.split(File.pathSeparator)));
    for (String place : List.copyOf(all)) {
      all.add(Path.of(place, ledger.engine()).toString());
    }
    return String.join(File.pathSeparator, all);
  }
}
