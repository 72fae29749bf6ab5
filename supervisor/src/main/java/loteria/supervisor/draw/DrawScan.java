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
 * One scan of the bet file by all workers there are, each a range at a time: who is done is given
 * the next, who comes meanwhile helps, and the range of one who dies is given to another. Used by
 * one thread.
 */
final class DrawScan {
  private static final ActionLog LOG = new ActionLog(DrawScan.class);

  /** How soon a worker that has come meanwhile is given a range. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final WorkerLinks links;
  private final int winningNumber;
  private final List<ScanPlan.Range> ranges;
  private final Deque<Integer> waiting = new ArrayDeque<>();
  private final Set<WorkerLink> scanning = new HashSet<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private int missing;

  /** What became of a range: null, or why this worker has not searched all of it. */
  private record Answer(WorkerLink link, int range, @Nullable Throwable why) {}

  /**
   * @param bytes how much of the bet file is committed
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
   * @param found is given them
   * @throws IOException when what is found cannot be kept
   */
  void run(FoundWinners found) throws IOException, InterruptedException {
    while (missing > 0) {
      found.check();
      handOut(found);
      Answer answer = answers.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      if (answer != null) {
        take(answer, found);
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
            .whenComplete((_, why) -> answers.add(new Answer(link, range, why)));
  }

  private void take(Answer answer, FoundWinners found) {
    scanning.remove(answer.link());
    if (answer.why() != null) {
      LOG.detail("scan", "range", answer.range(), "error", answer.why());
      found.forget(answer.range());
      waiting.addFirst(answer.range());
      return;
    }
    missing--;
  }
}
