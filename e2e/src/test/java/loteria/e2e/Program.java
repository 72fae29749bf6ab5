package loteria.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A running program of the distribution, and its output. Killed when closed. */
public final class Program implements AutoCloseable {
  private static final Path DISTRIBUTION = Path.of(System.getProperty("loteria.distribution"));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path output;

  private Program(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts {@code bin/<name>}; its output goes to a file in {@code folder}. */
  public static Program start(Path folder, String name, List<String> arguments) {
    return start(folder, name, arguments, Map.of());
  }

  static Program start(
      Path folder, String name, List<String> arguments, Map<String, String> environment) {
    return startUnder(List.of(), folder, name, arguments, environment);
  }

  /**
   * Starts it through another command.
   *
   * @param launcher comes before the program and its arguments; must become the program
   */
  static Program startUnder(
      List<String> launcher,
      Path folder,
      String name,
      List<String> arguments,
      Map<String, String> environment) {
    List<String> command = new ArrayList<>(launcher);
    command.add(DISTRIBUTION.resolve("bin").resolve(name).toString());
    command.addAll(arguments);
    try {
      Path output = Files.createTempFile(folder, name + "-", ".log");
      var builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().put("SERVER_WINNING_NUMBER", Integer.toString(Bets.WINNING_NUMBER));
      builder.environment().putAll(environment);
      return new Program(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that it has printed so far. */
  public List<String> lines() {
    try {
      return Files.readAllLines(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines that contain a text. */
  public List<String> lines(String text) {
    return lines().stream().filter(line -> line.contains(text)).toList();
  }

  /** Waits for the {@code count}-th line that matches; returns its match. */
  public Matcher awaitLine(String regex, int count) {
    var pattern = Pattern.compile(regex);
    List<Matcher> found = new ArrayList<>();
    Awaitility.await(regex + " in " + output)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              found.clear();
              for (String line : lines()) {
                Matcher matcher = pattern.matcher(line);
                if (matcher.find()) {
                  found.add(matcher);
                }
              }
              return found.size() >= count || !process.isAlive();
            });
    if (found.size() < count) {
      throw new AssertionError("ended without " + regex + ":\n" + String.join("\n", lines()));
    }
    return found.get(count - 1);
  }

  public Matcher awaitLine(String regex) {
    return awaitLine(regex, 1);
  }

  /** Waits for the end; returns the exit code. */
  public int awaitExit() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("still runs:\n" + String.join("\n", lines()));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** SIGKILL. */
  public void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    awaitExit();
  }
}
