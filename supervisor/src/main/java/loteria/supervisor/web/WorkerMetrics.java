package loteria.supervisor.web;

import static loteria.supervisor.web.Metric.counter;
import static loteria.supervisor.web.Metric.gauge;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import loteria.supervisor.slot.WorkerState;
import loteria.supervisor.status.Status;

/** The figures of the workers, as metrics. */
final class WorkerMetrics {
  /** A retired slot is gone at once. */
  private static final List<String> WORKER_STATES =
      Arrays.stream(WorkerState.values())
          .filter(state -> state != WorkerState.RETIRED)
          .map(WorkerState::text)
          .toList();

  private WorkerMetrics() {}

  static List<MetricSnapshot> of(Status status) {
    List<Status.Worker> workers =
        status.workers().stream().limit(StatusMetrics.LABELS_MAX).toList();
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(gauge("wanted_workers", "Target number of workers.", status.workersWanted()));
    all.add(
        gauge(
            "workers",
            "Slots of the pool, by the state of their worker.",
            WORKER_STATES,
            state -> Labels.of("state", state),
            state ->
                status.workers().stream().filter(one -> one.state().text().equals(state)).count()));
    all.add(
        counter(
            "worker_restarts",
            "Restarts of a slot's worker.",
            workers,
            WorkerMetrics::label,
            Status.Worker::restarts));
    all.add(
        gauge(
            "worker_sessions",
            "Sessions that a worker serves.",
            workers,
            WorkerMetrics::label,
            Status.Worker::sessions));
    all.add(
        gauge(
            "worker_lock_wait_seconds",
            "Mean wait of a worker for the ledger's lock.",
            workers,
            WorkerMetrics::label,
            one -> one.lockWaitMs() / 1000));
    all.add(
        counter(
            "worker_lock_held_seconds",
            "Time for which a worker's process has held the ledger's lock.",
            workers,
            WorkerMetrics::label,
            one -> one.lockHeldMs() / 1000));
    all.add(
        counter(
            "worker_turns",
            "Times that a worker's process has taken the ledger's lock.",
            workers,
            WorkerMetrics::label,
            Status.Worker::turns));
    all.add(
        gauge(
            "worker_resident_bytes",
            "Memory of a worker's process.",
            workers,
            WorkerMetrics::label,
            Status.Worker::residentBytes));
    return all;
  }

  private static Labels label(Status.Worker worker) {
    return Labels.of("slot", Integer.toString(worker.slot()));
  }
}
