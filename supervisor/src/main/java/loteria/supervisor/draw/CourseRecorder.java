package loteria.supervisor.draw;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import loteria.ipc.message.WorkerMessage.DrawStage;
import org.jspecify.annotations.Nullable;

/** Has workers record steps of the draw in the ledger. Safe for use by several threads. */
final class CourseRecorder {
  private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

  private final SharedCourse course;
  private final WorkerLinks links;

  CourseRecorder(SharedCourse course, WorkerLinks links) {
    this.course = course;
    this.links = links;
  }

  /**
   * Has an agency recorded as finished with the bets that are stored.
   *
   * @param patience how long to wait for a worker to record it
   * @return whether the ledger has it
   */
  boolean closeAgency(int agency, Duration patience) throws InterruptedException {
    return await(known -> !known.isMissing(agency), link -> link.closeAgency(agency), patience);
  }

  /**
   * Has the steps of the draw up to a stage recorded.
   *
   * @param patience how long to wait for a worker to record them
   * @return whether the ledger has them, with this number or another, or has a draw, after which no
   *     step is recorded
   */
  boolean advance(DrawStage target, Duration patience) throws InterruptedException {
    return await(
        known -> known.stage().steps() >= target.steps() || known.hasDraw(),
        link -> link.advance(target),
        patience);
  }

  private boolean await(
      Predicate<DrawCourse> isRecorded, Consumer<WorkerLink> ask, Duration patience)
      throws InterruptedException {
    return course.await(isRecorded, new Asking(ask)::askIfDue, patience);
  }

  /** Asks one worker, and another if that is gone, or after a while. */
  private final class Asking {
    private final Consumer<WorkerLink> ask;
    private @Nullable WorkerLink asked;
    private long askedNanos;

    Asking(Consumer<WorkerLink> ask) {
      this.ask = ask;
    }

    void askIfDue() {
      WorkerLink before = asked;
      // A replicated log may not have answered in time.
      boolean isLongAgo = System.nanoTime() - askedNanos >= ASK_AGAIN.toNanos();
      if (before == null || before.isEnded() || isLongAgo) {
        asked = links.now().stream().findFirst().orElse(null);
        askedNanos = System.nanoTime();
        if (asked != null) {
          ask.accept(asked);
        }
      }
    }
  }
}
