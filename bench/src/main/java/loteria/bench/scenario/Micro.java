package loteria.bench.scenario;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import loteria.bench.Measurements;
import loteria.bench.Scenario;
import loteria.bench.Setup;
import loteria.bench.Table;
import loteria.bench.micro.BatchBenchmark;
import loteria.bench.micro.Sample;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The time of the pure code on a bet's path. */
public final class Micro implements Scenario {
  private static final TimeValue ITERATION = TimeValue.milliseconds(500);

  /** The default options of workers, except for the memory. */
  private static final String[] AS_IN_A_WORKER = {
    "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+UseCompactObjectHeaders"
  };

  private static final String[] FULLY_COMPILED = {
    "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"
  };

  /**
   * A benchmark.
   *
   * @param bets how many it processes; 0 if its time does not depend on them
   */
  private record Subject(Class<?> of, String method, String label, int bets, int bytes) {
    String benchmark() {
      return of.getName() + "." + method;
    }
  }

  @Override
  public String name() {
    return "micro";
  }

  @Override
  public List<Table> measure(Setup setup) throws RunnerException {
    var table =
        new Table(
            "Micro",
            String.format(
                    Locale.ROOT,
                    "Measured by JMH: one fork each, 5 iterations of %d ms; ± is half of the 99.9"
                        + " %%",
                    ITERATION.getTime())
                + String.format(
                    Locale.ROOT,
                    " confidence interval. A batch is of %d bets. C1: with the compiler that a"
                        + " worker",
                    Sample.BETS)
                + " has, which starts fast; C2: with the one that the JVM would turn to later.",
            "what",
            "compiler",
            "ns/op",
            "±",
            "bets/s",
            "GB/s");
    for (Subject subject : subjects()) {
      row(table, subject, "C1", AS_IN_A_WORKER);
      row(table, subject, "C2", FULLY_COMPILED);
    }
    return List.of(table);
  }

  private static List<Subject> subjects() {
    var sample = new Sample();
    int rows = sample.rows().length;
    int text = sample.text().length;
    return List.of(
        new Subject(BatchBenchmark.class, "checkRows", "check a batch", Sample.BETS, rows),
        new Subject(BatchBenchmark.class, "crc32c", "CRC32C of a batch", Sample.BETS, rows),
        new Subject(BatchBenchmark.class, "decodeText", "decode a text batch", Sample.BETS, text),
        new Subject(BatchBenchmark.class, "writeRows", "write a batch's rows", Sample.BETS, rows));
  }

  private static void row(Table table, Subject subject, String compiler, String... jvm)
      throws RunnerException {
    Result<?> result = run(subject, jvm);
    double ns = result.getScore();
    table.row(
        subject.label,
        compiler,
        Measurements.whole(ns),
        Measurements.whole(result.getScoreError()),
        subject.bets == 0 ? "-" : Measurements.whole(subject.bets / (ns / 1e9)),
        Measurements.fixed(subject.bytes / ns, 2));
  }

  private static Result<?> run(Subject subject, String... jvm) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("^" + subject.benchmark().replace(".", "\\.") + "$")
                    .mode(Mode.AverageTime)
                    .timeUnit(TimeUnit.NANOSECONDS)
                    .forks(1)
                    .warmupIterations(3)
                    .warmupTime(ITERATION)
                    .measurementIterations(5)
                    .measurementTime(ITERATION)
                    .jvmArgs(jvm)
                    // The JVM would warn of something that JMH still does.
                    .jvmArgsAppend("--sun-misc-unsafe-memory-access=allow")
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    return results.iterator().next().getPrimaryResult();
  }
}
