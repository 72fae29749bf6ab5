package loteria.supervisor.certificates;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.text.Excerpt;

/**
 * The JDK's {@code keytool}, as a child process. It comes with {@code java.base}, so every runtime
 * has it but one that was made without its commands.
 */
final class Keytool {
  private static final int PATIENCE_SECONDS = 60;

  /** Flags for a short run, and for messages in English. */
  private static final List<String> JVM =
      List.of(
          "-J-Xmx64m",
          "-J-XX:+UseSerialGC",
          "-J-XX:TieredStopAtLevel=1",
          "-J-XX:-UsePerfData",
          "-J-Duser.language=en");

  /** Would apply to the child, too: a debugger's port, for instance, is taken already. */
  private static final List<String> FLAGS_FOR_THE_PARENT =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private final Path program;

  private Keytool(Path program) {
    this.program = program;
  }

  /**
   * The one of a Java runtime.
   *
   * @param javaHome the folder of the runtime
   * @throws AuthorityException if the runtime has none
   */
  static Keytool in(Path javaHome) throws AuthorityException {
    Path program = javaHome.resolve("bin").resolve("keytool");
    if (!Files.isExecutable(program)) {
      throw new AuthorityException(
          "this Java has no " + program + ": set JAVA_HOME to a JDK, which has it");
    }
    return new Keytool(program);
  }

  /**
   * Runs it to its end.
   *
   * @param folder the folder that it works in: relative names of files need no charset
   * @throws AuthorityException if it fails; the message contains what it printed
   */
  void run(Path folder, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(JVM);
    command.addAll(arguments);
    Path output = folder.resolve("keytool.log");
    FileAccess.OWNER.create(output).close();
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeAll(FLAGS_FOR_THE_PARENT);
    Process process = builder.start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AuthorityException("keytool does not end within " + PATIENCE_SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        throw new AuthorityException(
            "keytool failed with exit code " + process.exitValue() + ": " + printed(output));
      }
    } finally {
      process.destroyForcibly();
    }
    Files.delete(output);
  }

  /** The line that names the failure, or else the first: help for all flags may follow it. */
  private static String printed(Path output) throws IOException {
    String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
    List<String> lines = text.lines().toList();
    return lines.stream()
        .filter(line -> line.startsWith("keytool error:"))
        .findFirst()
        .or(() -> lines.stream().findFirst())
        .map(Excerpt::of)
        .orElse("it printed nothing");
  }
}
