package loteria.supervisor.draw;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import loteria.ipc.logging.ActionLog;
import org.jspecify.annotations.Nullable;

/**
 * A scan of the log by all workers, each a part at a time: a worker that is done gets the next
 * part, a worker that joins takes part, and the part of a worker that dies goes to another. Used by
 * one thread.
 */
final class SharedScan {
  private static final ActionLog LOG = new ActionLog(SharedScan.class);

  /** How soon a worker that joins gets a part. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final WorkerLinks links;
  private final Deque<Integer> waiting = new ArrayDeque<>();
  private final Set<WorkerLink> scanning = new HashSet<>();
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

  /** What is scanned. */
  interface Parts {
    /** How many parts there are. */
    int count();

    /** Asks a worker for one of them; ends once the worker has found everything in it. */
    CompletableFuture<Void> ask(WorkerLink link, int part);

    /** Removes what was found in a part, which is scanned again. */
    void forget(int part);

    /**
     * Checks that what was found could be kept.
     *
     * @throws IOException if it could not
     */
    void check() throws IOException;
  }

  /** The outcome of a part: null, or why this worker has not scanned all of it. */
  private record Outcome(WorkerLink link, int part, @Nullable Throwable why) {}

  SharedScan(WorkerLinks links) {
    this.links = links;
  }

  /** Scans; returns once every part has been. */
  void run(Parts parts) throws IOException, InterruptedException {
    for (int part = 0; part < parts.count(); part++) {
      waiting.add(part);
    }
    for (int missing = parts.count(); missing > 0; ) {
      parts.check();
      handOut(parts);
      Outcome outcome = outcomes.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      if (outcome != null && isDone(outcome, parts)) {
        missing--;
      }
    }
    parts.check();
  }

  private void handOut(Parts parts) {
    for (WorkerLink link : links.now()) {
      if (waiting.isEmpty()) {
        return;
      }
      if (!link.isEnded() && scanning.add(link)) {
        give(link, waiting.remove(), parts);
      }
    }
  }

  private void give(WorkerLink link, int part, Parts parts) {
    var _ =
        parts.ask(link, part).whenComplete((_, why) -> outcomes.add(new Outcome(link, part, why)));
  }

  private boolean isDone(Outcome outcome, Parts parts) {
    scanning.remove(outcome.link());
    if (outcome.why() != null) {
      LOG.detail("scan", "part", outcome.part(), "error", outcome.why());
      parts.forget(outcome.part());
      waiting.addFirst(outcome.part());
    }
    return outcome.why() == null;
  }
}
