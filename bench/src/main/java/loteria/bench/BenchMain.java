package loteria.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loteria.bench.scenario.Check;
import loteria.bench.scenario.Cold;
import loteria.bench.scenario.Draw;
import loteria.bench.scenario.Growth;
import loteria.bench.scenario.Instead;
import loteria.bench.scenario.Intake;
import loteria.bench.scenario.Micro;
import loteria.bench.scenario.Replicated;
import loteria.bench.scenario.Scaling;
import loteria.bench.scenario.Start;
import loteria.bench.scenario.Text;
import loteria.bench.scenario.Tls;
import loteria.bench.scenario.Watch;
import loteria.bench.scenario.WholeRun;

/** The program that runs scenarios, prints their tables, and writes them to a file. */
public final class BenchMain {
  private static final List<Scenario> SCENARIOS =
      List.of(
          new WholeRun(),
          new Intake(),
          new Text(),
          new Cold(),
          new Tls(),
          new Watch(),
          new Replicated(),
          new Instead(),
          new Draw(),
          new Start(),
          new Growth(),
          new Scaling(),
          new Micro());

  private BenchMain() {}

  /** Measures the scenarios that the command line names; all of them if it names none. */
  public static void main(String[] arguments) throws IOException {
    BenchOptions options = BenchOptions.parse(arguments);
    Path work = Folders.make(options.work());
    var setup =
        new Setup(
            options.distribution(),
            options.bets(),
            work,
            options.runs(),
            options.isFull(),
            options.logMillions());
    List<Table> tables = new ArrayList<>();
    boolean failed = false;
    try {
      for (Scenario scenario : chosen(options)) {
        failed |= !measure(scenario, setup, tables);
      }
    } finally {
      Folders.delete(work);
    }
    Files.writeString(options.out(), Machine.describe(options) + text(tables));
    System.exit(failed ? 1 : 0);
  }

  private static List<Scenario> chosen(BenchOptions options) {
    Path base = options.base();
    return base == null ? options.chosen(SCENARIOS) : List.of(new Check(base));
  }

  private static boolean measure(Scenario scenario, Setup setup, List<Table> tables) {
    try {
      System.out.println("measuring: " + scenario.name());
      for (Table table : scenario.measure(setup)) {
        System.out.println("\n" + table.markdown());
        tables.add(table);
      }
      scenario.judge();
      return true;
    } catch (WorseException e) {
      System.err.println(e.getMessage());
      return false;
    } catch (Exception e) {
      System.err.println(scenario.name() + " could not be measured:");
      e.printStackTrace();
      return false;
    }
  }

  private static String text(List<Table> tables) {
    var text = new StringBuilder();
    tables.forEach(table -> text.append('\n').append(table.markdown()));
    return text.toString();
  }
}
