package loteria.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** The machine that the figures were measured on. */
final class Machine {
  private Machine() {}

  /** The head of the results. */
  static String describe(BenchOptions options) throws IOException {
    return String.format(
        Locale.ROOT,
        """
        # Results

        Measured %s on %d cores, Linux %s, Java %s, file system %s; %d runs of each, the median shown.
        The command: `make bench%s`.
        """,
        LocalDate.now(ZoneOffset.UTC),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.version").replaceFirst("^(\\d+\\.\\d+).*", "$1"),
        Runtime.version(),
        Files.getFileStore(options.work()).type(),
        options.runs(),
        options.names().isEmpty()
            ? ""
            : " SCENARIOS=\"" + String.join(" ", options.names()) + "\"");
  }
}
