package loteria.supervisor.draw;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import loteria.ipc.logging.ActionLog;
import org.jspecify.annotations.Nullable;

/**
 * A scan of the log by all workers, each a range at a time: a worker that is done gets the next
 * range, a worker that joins takes part, and the range of a worker that dies goes to another. Used
 * by one thread.
 */
final class DrawScan {
  private static final ActionLog LOG = new ActionLog(DrawScan.class);

  /** How soon a worker that joins gets a range. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final WorkerLinks links;
  private final int winningNumber;
  private final List<ScanPlan.Range> ranges;
  private final Deque<Integer> waiting = new ArrayDeque<>();
  private final Set<WorkerLink> scanning = new HashSet<>();
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private int missing;

  /** The outcome of a range: null, or why this worker has not scanned all of it. */
  private record Outcome(WorkerLink link, int range, @Nullable Throwable why) {}

  /**
   * @param bytes how much of the log is committed
   */
  DrawScan(WorkerLinks links, int winningNumber, long bytes) {
    this.links = links;
    this.winningNumber = winningNumber;
    this.ranges = ScanPlan.split(bytes, links.now().size());
    this.missing = ranges.size();
    for (int range = 0; range < ranges.size(); range++) {
      waiting.add(range);
    }
  }

  /** How many ranges there are. */
  int ranges() {
    return ranges.size();
  }

  /**
   * Scans; returns once every winner has been found.
   *
   * @param found receives them
   * @throws IOException if the winners cannot be kept
   */
  void run(FoundWinners found) throws IOException, InterruptedException {
    while (missing > 0) {
      found.check();
      handOut(found);
      Outcome outcome = outcomes.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      if (outcome != null) {
        take(outcome, found);
      }
    }
    found.check();
  }

  private void handOut(FoundWinners found) {
    for (WorkerLink link : links.now()) {
      if (waiting.isEmpty()) {
        return;
      }
      if (!link.isEnded() && scanning.add(link)) {
        give(link, waiting.remove(), found);
      }
    }
  }

  private void give(WorkerLink link, int range, FoundWinners found) {
    var _ =
        link.scan(winningNumber, ranges.get(range), winners -> found.add(range, winners))
            .whenComplete((_, why) -> outcomes.add(new Outcome(link, range, why)));
  }

  private void take(Outcome outcome, FoundWinners found) {
    scanning.remove(outcome.link());
    if (outcome.why() != null) {
      LOG.detail("scan", "range", outcome.range(), "error", outcome.why());
      found.forget(outcome.range());
      waiting.addFirst(outcome.range());
      return;
    }
    missing--;
  }
}
