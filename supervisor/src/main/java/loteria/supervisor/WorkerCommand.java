package loteria.supervisor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a worker's JVM is started: on the Java that runs this, and from the same modules. */
final class WorkerCommand {
  private static final String MAIN = "loteria.worker/loteria.worker.WorkerMain";

  private WorkerCommand() {}

  /** The command; what the worker is told comes after it. */
  static List<String> of(SupervisorSettings settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Before the options, which may say otherwise: a JVM without memory is of no use to anybody.
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.addAll(settings.workerJavaOptions());
    // Or Java warns, when the system is asked for its words of a full disk.
    command.add("--enable-native-access=loteria.ipc");
    command.add("--module-path");
    command.add(System.getProperty("jdk.module.path"));
    command.add("--module");
    command.add(MAIN);
    return command;
  }
}
