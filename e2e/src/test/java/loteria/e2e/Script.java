package loteria.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * The outcome of a command that may fail.
 *
 * @param code its exit code
 * @param printed on both standard streams
 */
record Script(int code, String printed) {
  /** The folder of the distribution, as the build made it. */
  static final Path DISTRIBUTION = Path.of(System.getProperty("loteria.distribution"));

  /** The folder of the sources. */
  static final Path PROJECT = DISTRIBUTION.resolve("../..").normalize();

  /** Runs a command to its end. */
  static Script run(Path folder, Map<String, String> environment, String... command) {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      byte[] printed = process.getInputStream().readAllBytes();
      return new Script(process.waitFor(), new String(printed, StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
