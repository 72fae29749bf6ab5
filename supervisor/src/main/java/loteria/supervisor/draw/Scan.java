package loteria.supervisor.draw;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import loteria.ipc.log.ActionLog;
import loteria.ipc.wire.Coordination.Winner;
import org.jspecify.annotations.Nullable;

/**
 * One scan of the bet file by all workers there are, each a range at a time: who is done is given
 * the next, who comes meanwhile helps, and the range of one who dies is given to another. Used by
 * one thread.
 */
final class Scan {
  private static final ActionLog LOG = new ActionLog(Scan.class);

  /** How soon a worker that has come meanwhile is given a range. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final Links links;
  private final int winningNumber;
  private final List<ScanPlan.Range> ranges;
  private final Deque<Integer> waiting = new ArrayDeque<>();
  private final Set<WorkerLink> scanning = new HashSet<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final List<List<Winner>> found = new ArrayList<>();
  private int missing;

  /** What became of a range: its winners, or why there are none from this worker. */
  private record Answer(
      WorkerLink link, int range, @Nullable List<Winner> winners, @Nullable Throwable why) {}

  /**
   * @param bytes how much of the bet file is committed
   */
  Scan(Links links, int winningNumber, long bytes) {
    this.links = links;
    this.winningNumber = winningNumber;
    this.ranges = ScanPlan.split(bytes, links.now().size());
    this.missing = ranges.size();
    for (int range = 0; range < ranges.size(); range++) {
      waiting.add(range);
      found.add(List.of());
    }
  }

  /** How many ranges there are. */
  int ranges() {
    return ranges.size();
  }

  /** Scans; all winners, in file order. */
  List<Winner> winners() throws InterruptedException {
    while (missing > 0) {
      handOut();
      Answer answer = answers.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      if (answer != null) {
        take(answer);
      }
    }
    List<Winner> all = new ArrayList<>();
    found.forEach(all::addAll);
    return all;
  }

  private void handOut() {
    for (WorkerLink link : links.now()) {
      if (waiting.isEmpty()) {
        return;
      }
      if (!link.isEnded() && scanning.add(link)) {
        give(link, waiting.remove());
      }
    }
  }

  private void give(WorkerLink link, int range) {
    var _ =
        link.scan(winningNumber, ranges.get(range))
            .whenComplete((winners, why) -> answers.add(new Answer(link, range, winners, why)));
  }

  private void take(Answer answer) {
    scanning.remove(answer.link());
    if (answer.winners() == null) {
      LOG.detail("scan", "range", answer.range(), "error", answer.why());
      waiting.addFirst(answer.range());
      return;
    }
    found.set(answer.range(), answer.winners());
    missing--;
  }
}
