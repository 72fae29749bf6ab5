package loteria.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JVM with the tests' class path, or any command. Its output and errors, as one, are read when a
 * line is awaited: one that is not read stops once its pipe is full. Killed when closed, as by
 * {@code kill -9}. Used by one thread.
 */
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final List<String> lines = new ArrayList<>();

  private ChildJvm(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts a class's {@code main}. */
  public static ChildJvm start(Class<?> main, String... args) throws IOException {
    List<String> command = command(main);
    command.addAll(List.of(args));
    return start(command);
  }

  /** Starts any command. */
  public static ChildJvm start(List<String> command) throws IOException {
    return start(command, Map.of());
  }

  /** Starts any command, with some of its environment set. */
  public static ChildJvm start(List<String> command, Map<String, String> environment)
      throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new ChildJvm(builder.start());
  }

  /** The command that starts a class's {@code main}; arguments may be added. */
  public static List<String> command(Class<?> main) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classPath = System.getProperty("java.class.path");
    return new ArrayList<>(
        List.of(
            java.toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            main.getName()));
  }

  public Process process() {
    return process;
  }

  /** Writes a line to its standard input. */
  public void say(String line) throws IOException {
    var input = process.outputWriter(StandardCharsets.UTF_8);
    input.write(line + "\n");
    input.flush();
  }

  /** Waits for its next line; null once it is dead and all it had written has been read. */
  public @Nullable String line() throws IOException {
    String line = output.readLine();
    if (line != null) {
      lines.add(line);
    }
    return line;
  }

  /** Waits for a line that says just this. */
  public void awaitLine(String awaited) throws IOException {
    for (String line = line(); !awaited.equals(line); line = line()) {
      if (line == null) {
        throw new AssertionError("ended without '" + awaited + "': " + lines);
      }
    }
  }

  /** Waits for the end: the exit code. */
  public int awaitExit() throws IOException, InterruptedException {
    String line = line();
    while (line != null) {
      line = line();
    }
    return process.waitFor();
  }

  /** What of it has been read. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** What of its log has been read: lines without their time and level. */
  public List<String> actions() {
    return lines.stream()
        .filter(line -> line.contains(" action: "))
        .map(line -> line.substring(line.indexOf("action: ")))
        .toList();
  }

  /** Sends SIGTERM. {@link Process#destroy} would also close our end of its output. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** Sends SIGKILL. What it has written can still be read. */
  public void kill() {
    process.toHandle().destroyForcibly();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
