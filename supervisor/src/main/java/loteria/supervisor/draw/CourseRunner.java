package loteria.supervisor.draw;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.message.WorkerMessage.Seal;
import loteria.ipc.runtime.ExitCode;

/** Carries out the steps of a draw, one after the other, in a thread of its own. */
final class CourseRunner {
  private static final ActionLog LOG = new ActionLog(CourseRunner.class);

  /** Longer than any server lives. */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final SharedCourse course;
  private final CourseRecorder recorder;
  private final ClosingTime closing;
  private final Sealing sealing;
  private final Drawing drawing;
  private final Consumer<WinnersFile.Content> made;
  private final Consumer<ExitCode> failed;
  private final Thread thread = Thread.ofPlatform().name("draw").daemon().unstarted(this::run);

  /**
   * @param made called with the winners, once they are on record
   * @param failed called if the draw cannot be made or recorded, with what to exit
   */
  CourseRunner(
      SharedCourse course,
      CourseRecorder recorder,
      ClosingTime closing,
      Sealing sealing,
      Drawing drawing,
      Consumer<WinnersFile.Content> made,
      Consumer<ExitCode> failed) {
    this.course = course;
    this.recorder = recorder;
    this.closing = closing;
    this.sealing = sealing;
    this.drawing = drawing;
    this.made = made;
    this.failed = failed;
  }

  void start() {
    thread.start();
  }

  void stop() {
    thread.interrupt();
  }

  private void run() {
    try {
      boolean isOver = false;
      while (!isOver) {
        isOver = carryOut(course.awaitStep(closing));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.fail("draw", "error", e);
      failed.accept(
          e instanceof OtherDrawException ? ExitCode.LEDGER_DAMAGED : ExitCode.DISK_FAILED);
    }
  }

  /** Carries out a step; returns whether it was the last. */
  private boolean carryOut(DrawCourse.Step step) throws IOException, InterruptedException {
    switch (step) {
      case CLOSE -> {
        boolean _ = recorder.advance(DrawStage.CLOSED, FOR_EVER);
      }
      case SEAL -> seal();
      case DRAW -> made.accept(drawing.make(number(), logEnd()));
      case RECOVER -> made.accept(recover());
    }
    return step == DrawCourse.Step.DRAW || step == DrawCourse.Step.RECOVER;
  }

  private void seal() throws IOException, InterruptedException {
    Seal recorded = course.ask(known -> known.stage().seal());
    Seal seal = sealing.seal(recorded, logEnd());
    boolean _ = recorder.advance(DrawStage.CLOSED.with(seal), FOR_EVER);
    Seal made = course.ask(known -> known.stage().seal());
    if (made == null) {
      // Another server has made the draw meanwhile, without one.
      return;
    }
    if (!seal.equals(made)) {
      throw new OtherDrawException("the ledger has another seal than the one made just now");
    }
    course.use(CourseRunner::sealed);
  }

  private static void sealed(DrawCourse known) {
    known.sealWritten();
    if (known.isSettingUnused()) {
      LOG.warn("draw", "error", "--winning-number is ignored: the bets are sealed without it");
    }
    if (known.number() == null && !known.hasDraw()) {
      LOG.progress("draw", "waits_for", "supervisor draw NUMBER");
    }
  }

  private WinnersFile.Content recover() throws IOException, InterruptedException {
    return drawing.recover(course.ask(CourseRunner::before), logEnd());
  }

  private static DrawRecord before(DrawCourse known) {
    DrawRecord before = known.recorded();
    if (known.isSetOtherwise(before.winningNumber())) {
      LOG.warn(
          "draw",
          "error",
          String.format(
              Locale.ROOT,
              "the draw was made with %04d; --winning-number is ignored",
              before.winningNumber()));
    }
    return before;
  }

  private int number() {
    return Objects.requireNonNull(course.ask(DrawCourse::number));
  }

  private long logEnd() {
    return course.ask(DrawCourse::logEnd);
  }
}
