package loteria.supervisor.web;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The forms of metrics, in the library's words. A metric's unit is the last word of its name, as
 * OpenMetrics wants it: so every metric has one.
 */
final class Metric {
  private Metric() {}

  static GaugeSnapshot gauge(String name, String help, Number value) {
    return gauge(name, help, List.of(value), one -> Labels.EMPTY, Number::doubleValue);
  }

  /** A gauge with one value for each label. */
  static <T> GaugeSnapshot gauge(
      String name,
      String help,
      List<T> all,
      Function<T, Labels> labels,
      ToDoubleFunction<T> value) {
    return new GaugeSnapshot(
        about(name, help),
        all.stream()
            .map(
                one ->
                    new GaugeDataPointSnapshot(value.applyAsDouble(one), labels.apply(one), null))
            .toList());
  }

  static CounterSnapshot counter(String name, String help, Number value) {
    return counter(name, help, List.of(value), one -> Labels.EMPTY, Number::doubleValue);
  }

  /**
   * A counter with one value for each label. The name is without {@code _total}, which the format
   * adds.
   */
  static <T> CounterSnapshot counter(
      String name,
      String help,
      List<T> all,
      Function<T, Labels> labels,
      ToDoubleFunction<T> value) {
    return new CounterSnapshot(
        about(name, help),
        all.stream()
            .map(
                one ->
                    new CounterDataPointSnapshot(
                        value.applyAsDouble(one), labels.apply(one), null, 0))
            .toList());
  }

  /** A state set: the one state that holds. */
  static StateSetDataPointSnapshot state(List<String> states, String now, Labels labels) {
    boolean[] holds = new boolean[states.size()];
    holds[states.indexOf(now)] = true;
    return new StateSetDataPointSnapshot(states.toArray(String[]::new), holds, labels);
  }

  static MetricMetadata about(String name, String help) {
    var unit = new Unit(name.substring(name.lastIndexOf('_') + 1));
    return new MetricMetadata("loteria_" + name, help, unit);
  }

  /** A name without a unit, for a state set or an info: the format forbids them a unit. */
  static MetricMetadata withoutUnit(String name, String help) {
    return new MetricMetadata(name.isEmpty() ? "loteria" : "loteria_" + name, help);
  }
}
