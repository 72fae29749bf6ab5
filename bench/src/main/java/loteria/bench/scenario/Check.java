package loteria.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import loteria.bench.Measurements;
import loteria.bench.Scenario;
import loteria.bench.Setup;
import loteria.bench.Table;
import loteria.bench.WorseException;

/**
 * The comparison of this version with another: a short form of both in turn, so that a slow minute
 * is slow for both. What counts is the median of the ratios of each turn.
 */
public final class Check implements Scenario {
  private final Path base;
  private final List<String> worse = new ArrayList<>();

  /** The values of one figure, in the order of the turns. */
  private record Values(List<Double> base, List<Double> now) {
    double[] ratios(Figure figure) {
      double[] ratios = new double[base.size()];
      for (int i = 0; i < ratios.length; i++) {
        ratios[i] = figure.ratio(base.get(i), now.get(i));
      }
      return ratios;
    }
  }

  /**
   * @param base the distribution to compare with
   */
  public Check(Path base) {
    this.base = base;
  }

  @Override
  public String name() {
    return "check";
  }

  @Override
  public List<Table> measure(Setup setup)
      throws IOException, InterruptedException, ExecutionException {
    Map<Figure, Values> values = new EnumMap<>(Figure.class);
    try (var form = new ShortForm(setup.bets())) {
      // The first server warms the senders up.
      form.measure(setup.of(base));
      for (int run = 0; run < setup.runs(); run++) {
        form.measure(setup.of(base)).forEach((figure, of) -> of(values, figure).base.add(of));
        form.measure(setup).forEach((figure, of) -> of(values, figure).now.add(of));
      }
    }
    return List.of(table(values));
  }

  private static Values of(Map<Figure, Values> values, Figure figure) {
    return values.computeIfAbsent(figure, _ -> new Values(new ArrayList<>(), new ArrayList<>()));
  }

  private Table table(Map<Figure, Values> values) {
    var table =
        new Table(
            "Check",
            "This version beside another, in turn. Worse is the median of the ratios of all turns,"
                + " above 1 where this version is worse; it may be as much as the bound.",
            "figure",
            "unit",
            "base",
            "now",
            "worse",
            "from",
            "to",
            "bound");
    values.forEach(
        (figure, of) -> {
          double[] ratios = of.ratios(figure);
          double ratio = Measurements.median(ratios);
          if (ratio > figure.bound) {
            worse.add(String.format(Locale.ROOT, "%s: %.2f times", figure.label, ratio));
          }
          table.row(
              figure.label,
              figure.unit,
              median(of.base, figure),
              median(of.now, figure),
              Measurements.fixed(ratio, 2),
              Measurements.fixed(Measurements.least(ratios), 2),
              Measurements.fixed(Measurements.most(ratios), 2),
              Measurements.fixed(figure.bound, 2));
        });
    return table;
  }

  private static String median(List<Double> values, Figure figure) {
    double median = Measurements.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    return figure.digits == 0
        ? Measurements.whole(median)
        : Measurements.fixed(median, figure.digits);
  }

  @Override
  public void judge() throws WorseException {
    if (!worse.isEmpty()) {
      throw new WorseException("worse than the base: " + String.join("; ", worse));
    }
  }
}
