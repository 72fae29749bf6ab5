package loteria.supervisor.draw;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.logging.Logging;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.message.WorkerMessage.Seal;
import loteria.ipc.runtime.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of the draw: knows which agencies have finished, has the intake closed and what
 * is stored sealed, has the draw made, and sends every worker the winners.
 *
 * <p>All its knowledge comes from workers, who read it in the ledger: after a restart of everything
 * it knows the same again. Its own thread carries out the steps; see {@link DrawCourse}, {@link
 * Sealing} and {@link Drawing}.
 */
public final class Coordinator implements AutoCloseable {
  private static final ActionLog LOG = new ActionLog(Coordinator.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

  /** Longer than any server lives. */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final ClosingTime closing;
  private final InstantSource clock;
  private final Consumer<ExitCode> failed;
  private final WorkerLinks links = new WorkerLinks();
  private final Sealing sealing;
  private final Drawing drawing;
  private final Thread thread = Thread.ofPlatform().name("draw").daemon().unstarted(this::run);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@link #lock}, as is all below. */
  private final DrawCourse course;

  private Instant since;
  private WinnersFile.@Nullable Content drawn;
  private @Nullable Instant drawnAt;

  /**
   * The rules of a draw.
   *
   * @param agencies how many take part
   * @param winningNumber the number that wins; null where an operator says it after the seal
   * @param closing when the intake closes by itself
   * @param follows whether the draw is left to other servers
   * @param workerCommand starts a worker's JVM; its arguments follow
   */
  public record Rules(
      int agencies,
      @Nullable Integer winningNumber,
      ClosingTime closing,
      boolean follows,
      List<String> workerCommand) {}

  /**
   * @param folder the draw's folder
   * @param access who may use the files of seal and winners
   * @param clock the time of events
   * @param failed called if the draw cannot be made or recorded, with what to exit
   */
  public Coordinator(
      Path folder, FileAccess access, Rules rules, InstantSource clock, Consumer<ExitCode> failed) {
    this.failed = failed;
    this.clock = clock;
    this.closing = rules.closing();
    var process = new DigestProcess(rules.workerCommand(), folder.toString());
    this.sealing = new Sealing(links, new WrittenSeal(folder, access), rules.agencies(), process);
    this.drawing = new Drawing(links, new WinnersFile(folder, access));
    this.course = new DrawCourse(rules.agencies(), rules.winningNumber(), rules.follows());
    this.since = clock.instant();
  }

  /** Starts waiting for the moment of the draw; returns immediately. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  /** Adds a worker that has read the ledger. */
  public void joined(WorkerLink link, WorkerMessage.LogSummary ledger) {
    lock.lock();
    try {
      if (link.isEnded()) {
        return;
      }
      links.add(link);
      link.joined();
      course.heard(ledger);
      if (drawn != null) {
        link.drawn(drawn.draw());
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Removes a worker. */
  void left(WorkerLink link) {
    links.remove(link);
  }

  /** An agency has finished, durably. */
  void finished(int agency, long logEnd) {
    lock.lock();
    try {
      if (course.finished(agency, logEnd)) {
        since = clock.instant();
        LOG.success("agency_finished", "agency", agency, "missing", course.finishers().missing());
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The draw has come further, by this server or another.
   *
   * @param end the log's end: if the intake has closed, all bets are before it
   */
  void reached(DrawStage stage, long end) {
    lock.lock();
    try {
      DrawStage before = course.stage();
      if (course.reached(stage, end)) {
        if (!before.closed()) {
          LOG.success("intake_closed", "missing", course.finishers().missing());
        }
        if (before.number() == null && stage.number() != null) {
          LOG.success("number_drawn");
        }
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The draw has been recorded, by this server or another.
   *
   * @param end the log's end: all bets are before it
   */
  void found(DrawRecord draw, long end) {
    lock.lock();
    try {
      if (course.found(draw, end)) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes an agency: has it recorded as finished with the bets that are stored.
   *
   * @param patience how long to wait for a worker to record it
   * @return whether the ledger has it
   */
  public boolean closeAgency(int agency, Duration patience) throws InterruptedException {
    return awaitRecord(() -> !course.isMissing(agency), link -> link.closeAgency(agency), patience);
  }

  /**
   * Has the steps of the draw up to a stage recorded.
   *
   * @param patience how long to wait for a worker to record them
   * @return whether the ledger has them, with this number or another, or has a draw, after which no
   *     step is recorded
   */
  public boolean advance(DrawStage target, Duration patience) throws InterruptedException {
    return awaitRecord(
        () -> course.stage().steps() >= target.steps() || course.hasDraw(),
        link -> link.advance(target),
        patience);
  }

  /** Has a worker record something, and another if that is gone, until the ledger has it. */
  private boolean awaitRecord(
      BooleanSupplier isRecorded, Consumer<WorkerLink> ask, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    WorkerLink asked = null;
    long askedNanos = System.nanoTime();
    lock.lock();
    try {
      while (!isRecorded.getAsBoolean()) {
        // A replicated log may not have answered in time.
        boolean isLongAgo = System.nanoTime() - askedNanos >= ASK_AGAIN.toNanos();
        if (asked == null || asked.isEnded() || isLongAgo) {
          asked = links.now().stream().findFirst().orElse(null);
          askedNanos = System.nanoTime();
          if (asked != null) {
            ask.accept(asked);
          }
        }
        if (System.nanoTime() - deadline >= 0) {
          return false;
        }
        // Woken by time too, not only by news: its worker may die without a message.
        long _ = changed.awaitNanos(LOOK_EVERY.toNanos());
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether an agency that takes part has not finished, and the intake is open. */
  public boolean isMissing(int agency) {
    lock.lock();
    try {
      return course.isMissing(agency);
    } finally {
      lock.unlock();
    }
  }

  /** Whether no bet is taken any more, by what the workers have read in the ledger. */
  public boolean isOver() {
    lock.lock();
    try {
      return course.stage().closed() || course.hasDraw();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the draw has been made. */
  public boolean isDrawn() {
    lock.lock();
    try {
      return drawn != null;
    } finally {
      lock.unlock();
    }
  }

  /** The progress of the draw. */
  public DrawProgress progress() {
    lock.lock();
    try {
      Finishers finishers = course.finishers();
      return new DrawProgress(
          finishers.finished(),
          finishers.missing(),
          finishers.missing(DrawProgress.FIRST_MAX),
          since,
          closing.at(),
          course.stage(),
          course.number() == null,
          drawnAt,
          drawn == null ? null : drawn.draw().winningNumber(),
          drawn == null ? null : drawn.counts());
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      boolean isOver = false;
      while (!isOver) {
        isOver = carryOut(awaitStep());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.fail("draw", "error", e);
      failed.accept(
          e instanceof OtherDrawException ? ExitCode.LEDGER_DAMAGED : ExitCode.DISK_FAILED);
    }
  }

  private DrawCourse.Step awaitStep() throws InterruptedException {
    lock.lock();
    try {
      DrawCourse.Step next = course.next(closing.isReached());
      while (next == null) {
        if (closing.at() == null || course.stage().closed()) {
          changed.await();
        } else {
          // The time of day may be set, forwards too.
          long _ = changed.awaitNanos(LOOK_EVERY.toNanos());
        }
        next = course.next(closing.isReached());
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** Carries out a step; returns whether it was the last. */
  private boolean carryOut(DrawCourse.Step step) throws IOException, InterruptedException {
    switch (step) {
      case CLOSE -> {
        boolean _ = advance(DrawStage.CLOSED, FOR_EVER);
      }
      case SEAL -> seal();
      case DRAW -> publish(drawing.make(number(), bytes()));
      case RECOVER -> publish(recover());
    }
    return step == DrawCourse.Step.DRAW || step == DrawCourse.Step.RECOVER;
  }

  private void seal() throws IOException, InterruptedException {
    Seal recorded = stage().seal();
    Seal seal = sealing.seal(recorded, bytes());
    boolean _ = advance(DrawStage.CLOSED.with(seal), FOR_EVER);
    Seal made = stage().seal();
    if (made == null) {
      // Another server has made the draw meanwhile, without one.
      return;
    }
    if (!seal.equals(made)) {
      throw new OtherDrawException("the ledger has another seal than the one made just now");
    }
    lock.lock();
    try {
      course.sealWritten();
      if (course.isSettingUnused()) {
        LOG.warn("draw", "error", "--winning-number is ignored: the bets are sealed without it");
      }
      if (course.number() == null && !course.hasDraw()) {
        LOG.progress("draw", "waits_for", "supervisor draw NUMBER");
      }
    } finally {
      lock.unlock();
    }
  }

  private WinnersFile.Content recover() throws IOException, InterruptedException {
    DrawRecord before;
    lock.lock();
    try {
      before = course.recorded();
      if (course.isSetOtherwise(before.winningNumber())) {
        LOG.warn(
            "draw",
            "error",
            String.format(
                Locale.ROOT,
                "the draw was made with %04d; --winning-number is ignored",
                before.winningNumber()));
      }
    } finally {
      lock.unlock();
    }
    return drawing.recover(before, bytes());
  }

  private void publish(WinnersFile.Content content) {
    // The draw is logged before any agency learns of it.
    Logging.flushNow();
    lock.lock();
    try {
      drawn = content;
      drawnAt = clock.instant();
      links.now().forEach(link -> link.drawn(content.draw()));
    } finally {
      lock.unlock();
    }
  }

  /** How far the draw is, by the ledger. */
  public DrawStage stage() {
    lock.lock();
    try {
      return course.stage();
    } finally {
      lock.unlock();
    }
  }

  private int number() {
    lock.lock();
    try {
      return Objects.requireNonNull(course.number());
    } finally {
      lock.unlock();
    }
  }

  private long bytes() {
    lock.lock();
    try {
      return course.logEnd();
    } finally {
      lock.unlock();
    }
  }
}
