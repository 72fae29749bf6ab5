package loteria.supervisor.draw;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.logging.Logging;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.runtime.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of the draw: knows which agencies have finished, has the intake closed and what
 * is stored sealed, has the draw made, and sends every worker the winners.
 *
 * <p>All its knowledge comes from workers, who read it in the ledger: after a restart of everything
 * it knows the same again. {@link DrawCourse} decides which step is next, and {@link CourseRunner}
 * carries it out.
 */
public final class Coordinator implements AutoCloseable {
  private static final ActionLog LOG = new ActionLog(Coordinator.class);

  private final ClosingTime closing;
  private final InstantSource clock;
  private final WorkerLinks links = new WorkerLinks();
  private final SharedCourse course;
  private final CourseRecorder recorder;
  private final CourseRunner runner;

  /** Guarded by the course's lock, as is all below. */
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
    this.clock = clock;
    this.closing = rules.closing();
    this.since = clock.instant();
    this.course =
        new SharedCourse(new DrawCourse(rules.agencies(), rules.winningNumber(), rules.follows()));
    this.recorder = new CourseRecorder(course, links);
    var process = new DigestProcess(rules.workerCommand(), folder.toString());
    this.runner =
        new CourseRunner(
            course,
            recorder,
            closing,
            new Sealing(links, new WrittenSeal(folder, access), rules.agencies(), process),
            new Drawing(links, new WinnersFile(folder, access)),
            this::publish,
            failed);
  }

  /** Starts waiting for the moment of the draw; returns immediately. */
  public void start() {
    runner.start();
  }

  @Override
  public void close() {
    runner.stop();
  }

  /** Adds a worker that has read the ledger. */
  public void joined(WorkerLink link, WorkerMessage.LogSummary ledger) {
    course.learn(
        known -> {
          if (link.isEnded()) {
            return false;
          }
          links.add(link);
          link.joined();
          known.heard(ledger);
          WinnersFile.Content winners = drawn;
          if (winners != null) {
            link.drawn(winners.draw());
          }
          return true;
        });
  }

  /** Removes a worker. */
  void left(WorkerLink link) {
    links.remove(link);
  }

  /** An agency has finished, durably. */
  void finished(int agency, long logEnd) {
    course.learn(
        known -> {
          boolean isNews = known.finished(agency, logEnd);
          if (isNews) {
            since = clock.instant();
            LOG.success(
                "agency_finished", "agency", agency, "missing", known.finishers().missing());
          }
          return isNews;
        });
  }

  /**
   * The draw has come further, by this server or another.
   *
   * @param end the log's end: if the intake has closed, all bets are before it
   */
  void reached(DrawStage stage, long end) {
    course.learn(
        known -> {
          DrawStage before = known.stage();
          boolean isNews = known.reached(stage, end);
          if (isNews && !before.closed()) {
            LOG.success("intake_closed", "missing", known.finishers().missing());
          }
          if (isNews && before.number() == null && stage.number() != null) {
            LOG.success("number_drawn");
          }
          return isNews;
        });
  }

  /**
   * The draw has been recorded, by this server or another.
   *
   * @param end the log's end: all bets are before it
   */
  void found(DrawRecord draw, long end) {
    course.learn(known -> known.found(draw, end));
  }

  /**
   * Closes an agency: has it recorded as finished with the bets that are stored.
   *
   * @param patience how long to wait for a worker to record it
   * @return whether the ledger has it
   */
  public boolean closeAgency(int agency, Duration patience) throws InterruptedException {
    return recorder.closeAgency(agency, patience);
  }

  /**
   * Has the steps of the draw up to a stage recorded.
   *
   * @param patience how long to wait for a worker to record them
   * @return whether the ledger has them, with this number or another, or has a draw, after which no
   *     step is recorded
   */
  public boolean advance(DrawStage target, Duration patience) throws InterruptedException {
    return recorder.advance(target, patience);
  }

  /** Whether an agency that takes part has not finished, and the intake is open. */
  public boolean isMissing(int agency) {
    return course.ask(known -> known.isMissing(agency));
  }

  /** Whether no bet is taken any more, by what the workers have read in the ledger. */
  public boolean isOver() {
    return course.ask(known -> known.stage().closed() || known.hasDraw());
  }

  /** Whether the draw has been made. */
  public boolean isDrawn() {
    return course.ask(_ -> drawn != null);
  }

  /** How far the draw is, by the ledger. */
  public DrawStage stage() {
    return course.ask(DrawCourse::stage);
  }

  /** The progress of the draw. */
  public DrawProgress progress() {
    return course.ask(this::progress);
  }

  private DrawProgress progress(DrawCourse known) {
    Finishers finishers = known.finishers();
    return new DrawProgress(
        finishers.finished(),
        finishers.missing(),
        finishers.missing(DrawProgress.FIRST_MAX),
        since,
        closing.at(),
        known.stage(),
        known.number() == null,
        drawnAt,
        drawn == null ? null : drawn.draw().winningNumber(),
        drawn == null ? null : drawn.counts());
  }

  private void publish(WinnersFile.Content content) {
    // The draw is logged before any agency learns of it.
    Logging.flushNow();
    course.use(
        _ -> {
          drawn = content;
          drawnAt = clock.instant();
          links.now().forEach(link -> link.drawn(content.draw()));
        });
  }
}
