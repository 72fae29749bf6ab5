package loteria.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import loteria.bench.Measurements;
import loteria.bench.load.Load;

/** One load of one server, and what it cost in each run. */
final class StageCell {
  final Load load;
  private final List<StageSample> samples = new ArrayList<>();

  StageCell(Load load) {
    this.load = load;
  }

  void add(StageSample sample) {
    samples.add(sample);
  }

  double median(ToDoubleFunction<StageSample> figure) {
    return Measurements.median(samples.stream().mapToDouble(figure).toArray());
  }

  double betsPerSecond() {
    return median(sample -> sample.outcome().betsPerSecond());
  }

  double betsPerBatch() {
    return median(StageSample::betsPerBatch);
  }

  double bytesPerBatch() {
    return median(sample -> sample.outcome().bytes() / (double) sample.outcome().batches());
  }

  double batchesPerTurn() {
    return median(StageSample::batchesPerTurn);
  }

  /** A figure in ns, of one batch. */
  double perBatch(ToDoubleFunction<StageSample> nanos) {
    return median(sample -> nanos.applyAsDouble(sample) / sample.outcome().batches());
  }

  /** A figure in ns, of one turn. */
  double perTurn(ToDoubleFunction<StageSample> nanos) {
    return median(sample -> nanos.applyAsDouble(sample) / sample.turns());
  }

  /** The part of the time for which the lock was held. */
  double heldPart() {
    return median(sample -> sample.heldNanos() / 1e9 / sample.outcome().seconds());
  }
}
