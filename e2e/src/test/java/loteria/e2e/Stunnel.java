package loteria.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** Debian's stunnel, run in the foreground. Ended when closed. */
final class Stunnel implements AutoCloseable {
  private static final Pattern BOUND = Pattern.compile(" bound to 127\\.0\\.0\\.1:(\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final Path log;
  private final int port;

  private Stunnel(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.port = awaitPort();
  }

  /**
   * Starts one and waits until it accepts connections.
   *
   * @param folder for its files
   * @param service the sections of its configuration; the one service accepts on 127.0.0.1
   */
  static Stunnel start(Path folder, String service) {
    try {
      Path configuration = Files.createTempFile(folder, "stunnel-", ".conf");
      Files.writeString(configuration, "foreground = yes\npid =\ndebug = 6\n" + service);
      Path log = Files.createTempFile(folder, "stunnel-", ".log");
      Process process =
          new ProcessBuilder("stunnel", configuration.toString())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try {
        return new Stunnel(process, log);
      } catch (RuntimeException | Error e) {
        process.destroyForcibly();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port that it accepts connections at. */
  int port() {
    return port;
  }

  /** Waits until it has logged a text. */
  void awaitLog(String text) {
    Awaitility.await(text + " in " + log)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> log().contains(text));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("stunnel does not end:\n" + log());
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private int awaitPort() {
    Awaitility.await("stunnel")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> BOUND.matcher(log()).find() || !process.isAlive());
    Matcher bound = BOUND.matcher(log());
    if (!bound.find()) {
      throw new AssertionError("stunnel ended:\n" + log());
    }
    return Integer.parseInt(bound.group(1));
  }

  private String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
