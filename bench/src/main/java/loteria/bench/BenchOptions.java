package loteria.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param base another distribution, to compare with; null to measure one alone
 * @param logMillions of bets in the log that a new server reads
 * @param names of the scenarios to run; none for all
 */
record BenchOptions(
    Path distribution,
    @Nullable Path base,
    Path bets,
    Path work,
    Path out,
    int runs,
    boolean isFull,
    int logMillions,
    List<String> names) {
  /** The file for the tables of a complete run, which is kept with the sources. */
  private static final String ALL = "bench/results.md";

  /** The file for the tables of a partial run. */
  private static final String SOME = "target/results.md";

  private static final int LOG_MILLIONS = 1;
  private static final int LOG_MILLIONS_FULL = 10;

  static BenchOptions parse(String[] arguments) {
    var flags = new org.apache.commons.cli.Options();
    flags.addOption(null, "distribution", true, "the built distribution (target/loteria)");
    flags.addOption(
        null,
        "base",
        true,
        "another distribution: measures a short form of both in turn, and ends with 1 if the first"
            + " is worse");
    flags.addOption(null, "bets", true, "folder with agency-1.csv to agency-5.csv (.data)");
    flags.addOption(null, "work", true, "folder on the disk to measure (target)");
    flags.addOption(
        null,
        "out",
        true,
        String.format(
            Locale.ROOT, "file to write the tables to (%s; for a partial run %s)", ALL, SOME));
    flags.addOption(null, "runs", true, "how often each thing is measured (5)");
    flags.addOption(
        null,
        "log-millions",
        true,
        String.format(
            Locale.ROOT,
            "of bets in the log that a new server reads (%d; with --full %d)",
            LOG_MILLIONS,
            LOG_MILLIONS_FULL));
    flags.addOption(null, "full", false, "also measurements that take minutes and gigabytes");
    try {
      CommandLine line = new DefaultParser().parse(flags, arguments);
      String base = line.getOptionValue("base");
      return new BenchOptions(
          Path.of(line.getOptionValue("distribution", "target/loteria")).toAbsolutePath(),
          base == null ? null : Path.of(base).toAbsolutePath(),
          Path.of(line.getOptionValue("bets", ".data")).toAbsolutePath(),
          Path.of(line.getOptionValue("work", "target")).toAbsolutePath(),
          Path.of(line.getOptionValue("out", isAll(line) ? ALL : SOME)).toAbsolutePath(),
          Integer.parseInt(line.getOptionValue("runs", "5")),
          line.hasOption("full"),
          Integer.parseInt(
              line.getOptionValue(
                  "log-millions",
                  Integer.toString(line.hasOption("full") ? LOG_MILLIONS_FULL : LOG_MILLIONS))),
          line.getArgList());
    } catch (ParseException | NumberFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static boolean isAll(CommandLine line) {
    return line.getArgList().isEmpty() && !line.hasOption("base");
  }

  /** The scenarios that the command line names. */
  List<Scenario> chosen(List<Scenario> all) {
    for (String name : names) {
      if (all.stream().noneMatch(scenario -> scenario.name().equals(name))) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "no scenario \"%s\"; there are: %s",
                name,
                String.join(", ", all.stream().map(Scenario::name).toList())));
      }
    }
    return all.stream()
        .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
        .toList();
  }
}
