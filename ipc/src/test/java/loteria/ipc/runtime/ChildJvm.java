package loteria.ipc.runtime;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A child JVM with the tests' class path, whose output is read as it comes. Closing it kills it.
 */
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final Thread reader;
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  private ChildJvm(Process process) {
    this.process = process;
    this.reader = Thread.ofPlatform().daemon().start(this::read);
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

  /** Sends SIGTERM. {@link Process#destroy} would also close our end of its output. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** Waits for a line with exactly this text. */
  public void awaitLine(String line) {
    await().until(() -> lines.contains(line));
  }

  /** Waits for the end; returns the exit code. */
  public int awaitExit() throws InterruptedException {
    int code = process.waitFor();
    reader.join();
    return code;
  }

  /** The lines that it has written. */
  public List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** The lines that it has logged, without their time and level. */
  public List<String> actions() {
    return lines().stream()
        .filter(line -> line.contains(" action: "))
        .map(line -> line.substring(line.indexOf("action: ")))
        .toList();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void read() {
    try (BufferedReader output = process.inputReader()) {
      output.lines().forEach(lines::add);
    } catch (UncheckedIOException | IOException e) {
      lines.add("output cannot be read: " + e);
    }
  }
}
