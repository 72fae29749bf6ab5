package loteria.supervisor.status;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import loteria.ipc.message.WorkerMessage.Work;
import loteria.supervisor.slot.SlotView;

/** The figures of each worker, sample by sample. Used by one thread. */
final class WorkerSampler {
  /** How many samples pass between two readings of a process's memory. */
  private static final int SAMPLES_PER_MEMORY = 2;

  private final WorkerReports reports;

  /** By pid. */
  private final Map<Long, Pace> paces = new HashMap<>();

  /** The state of one process. */
  private static final class Pace {
    final Rate batches = new Rate();
    final Rate turns = new Rate();
    final Rate lockWaitNanos = new Rate();
    final SteadyMoment since = new SteadyMoment();
    Work work = WorkerReports.NOTHING;
    int samples;
    long residentBytes;
  }

  WorkerSampler(WorkerReports reports) {
    this.reports = reports;
  }

  List<Status.Worker> sample(long nowNanos, Instant now, List<SlotView> slots) {
    paces.keySet().retainAll(slots.stream().map(SlotView::pid).collect(Collectors.toSet()));
    List<Status.Worker> workers = new ArrayList<>(slots.size());
    for (SlotView slot : slots) {
      Pace pace = slot.pid() == 0 ? new Pace() : sample(nowNanos, slot);
      workers.add(
          new Status.Worker(
              slot.number(),
              slot.pid(),
              slot.state(),
              slot.since() == null ? null : pace.since.shown(slot.since(), nowNanos, now),
              slot.restarts(),
              slot.lastExit(),
              slot.sessions(),
              pace.batches.perSecond(),
              pace.work.turns(),
              pace.lockWaitNanos.grown() / 1e6 / Math.max(1, pace.turns.grown()),
              pace.work.lockHeldNanos() / 1e6,
              pace.residentBytes));
    }
    return List.copyOf(workers);
  }

  private Pace sample(long nowNanos, SlotView slot) {
    Pace pace = paces.computeIfAbsent(slot.pid(), _ -> new Pace());
    Work work = reports.work(slot.pid());
    pace.work = work;
    pace.batches.sample(nowNanos, work.commits());
    pace.turns.sample(nowNanos, work.turns());
    pace.lockWaitNanos.sample(nowNanos, work.lockWaitNanos());
    if (pace.samples++ % SAMPLES_PER_MEMORY == 0) {
      pace.residentBytes = Memory.residentBytes(slot.pid());
    }
    return pace;
  }
}
