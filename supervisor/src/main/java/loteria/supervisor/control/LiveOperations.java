package loteria.supervisor.control;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.supervisor.draw.Coordinator;
import loteria.supervisor.draw.DrawProgress;
import loteria.supervisor.fleet.ChangeOutcome;
import loteria.supervisor.fleet.Fleet;
import loteria.supervisor.intake.AgencyListener;
import loteria.supervisor.status.Observed;
import loteria.supervisor.status.Status;
import loteria.supervisor.status.WorkerReports;
import org.jspecify.annotations.Nullable;

/** Carries it out on the parts of this supervisor. */
public final class LiveOperations implements Operations {
  private static final ActionLog LOG = new ActionLog(LiveOperations.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration RECORD_PATIENCE = Duration.ofSeconds(30);
  private static final String ONLY_FOLLOWS =
      "this server only follows: ask one that serves agencies";
  private static final String NOT_RECORDED = "no worker has recorded it: see the log";

  private final Supplier<Current> current;
  private final int workersMax;
  private final AgencyListener edge;
  private final DrawOpener opener;
  private final Renewal renewal;
  private final Runnable stop;
  private final AtomicBoolean draining;

  /**
   * The parts of the current draw.
   *
   * @param draw its name
   * @param follows whether it is a copy of a replicated log alone
   */
  public record Current(
      String draw,
      Fleet fleet,
      Coordinator coordinator,
      WorkerReports reports,
      Observed observed,
      boolean follows) {}

  /** Files that a reload reads again. */
  public interface Renewal {
    /**
     * Reads them.
     *
     * @throws IOException if they cannot be used; what was read before stays in use
     */
    void renew() throws IOException;
  }

  /**
   * @param current the draw that commands are for
   * @param workersMax how many workers the system's limit of open files leaves room for
   * @param renewal reads again what a reload is to read again
   * @param stop begins the supervisor's end; returns at once
   */
  public LiveOperations(
      Supplier<Current> current,
      int workersMax,
      AgencyListener edge,
      DrawOpener opener,
      Renewal renewal,
      Runnable stop) {
    this.current = current;
    this.workersMax = workersMax;
    this.edge = edge;
    this.opener = opener;
    this.renewal = renewal;
    this.stop = stop;
    this.draining = new AtomicBoolean();
  }

  private LiveOperations(LiveOperations all, Current current) {
    this.current = () -> current;
    this.workersMax = all.workersMax;
    this.edge = all.edge;
    this.opener = all.opener;
    this.renewal = all.renewal;
    this.stop = all.stop;
    this.draining = all.draining;
  }

  @Override
  public @Nullable Operations ofDraw(String name) {
    Current now = current.get();
    return now.draw().equals(name) ? new LiveOperations(this, now) : null;
  }

  @Override
  public Status status() {
    return current.get().observed().status();
  }

  @Override
  public ChangeOutcome scale(int workers, Consumer<String> steps) throws InterruptedException {
    if (opener.isBusy()) {
      return new ChangeOutcome.Failed(DrawOpener.BUSY);
    }
    if (workers > workersMax && workers <= Fleet.WORKERS_MAX) {
      return new ChangeOutcome.Failed(
          String.format(
              Locale.ROOT,
              "%d workers at most: no more files may be open at once (ulimit -n)",
              workersMax));
    }
    return await(current.get().fleet().scale(workers, steps));
  }

  @Override
  public ChangeOutcome reload(Consumer<String> steps) throws InterruptedException {
    if (opener.isBusy()) {
      return new ChangeOutcome.Failed(DrawOpener.BUSY);
    }
    try {
      renewal.renew();
    } catch (IOException e) {
      return new ChangeOutcome.Failed(String.valueOf(e.getMessage()));
    }
    return await(current.get().fleet().reload(steps));
  }

  @Override
  public ChangeOutcome drain(Consumer<String> steps) throws IOException, InterruptedException {
    if (draining.compareAndSet(false, true)) {
      LOG.success("drain", "connections", edge.connections());
      edge.drain();
    }
    int shown = 0;
    for (int busy = busy(); busy > 0; busy = busy()) {
      if (busy != shown) {
        steps.accept(busy == 1 ? "1 connection is busy" : busy + " connections are busy");
        shown = busy;
      }
      Thread.sleep(LOOK_EVERY);
    }
    return new ChangeOutcome.Done("drained: nothing is taken, nothing is in hand");
  }

  @Override
  public ChangeOutcome stop() {
    LOG.success("stop");
    stop.run();
    return new ChangeOutcome.Done("stopping");
  }

  @Override
  public ChangeOutcome close(int agency) throws InterruptedException {
    Current draw = current.get();
    if (draw.follows()) {
      return new ChangeOutcome.Failed(ONLY_FOLLOWS);
    }
    if (agency < 1 || agency > status().totals().agencies()) {
      return new ChangeOutcome.Failed(
          String.format(Locale.ROOT, "agency %d does not take part", agency));
    }
    Coordinator coordinator = draw.coordinator();
    WorkerReports reports = draw.reports();
    if (coordinator.stage().closed()) {
      return new ChangeOutcome.Failed("the intake has closed: every agency counts as finished");
    }
    if (!coordinator.isMissing(agency)) {
      return new ChangeOutcome.Failed(
          String.format(
              Locale.ROOT,
              reports.isClosed(agency)
                  ? "agency %d is closed already"
                  : "agency %d has finished already",
              agency));
    }
    if (reports.isConnected(agency)) {
      return new ChangeOutcome.Failed(
          String.format(Locale.ROOT, "agency %d is connected: it can finish itself", agency));
    }
    if (!coordinator.closeAgency(agency, RECORD_PATIENCE)) {
      return new ChangeOutcome.Failed(NOT_RECORDED);
    }
    reports.closed(agency);
    Status.Stored of = reports.of(agency);
    LOG.success("agency_closed", "agency", agency, "bets", of.bets(), "batches", of.batches());
    return new ChangeOutcome.Done(
        String.format(
            Locale.ROOT,
            "agency %d is closed with what is stored: %,d bets, %,d batches",
            agency,
            of.bets(),
            of.batches()));
  }

  @Override
  public ChangeOutcome closeIntake() throws InterruptedException {
    Current draw = current.get();
    if (draw.follows()) {
      return new ChangeOutcome.Failed(ONLY_FOLLOWS);
    }
    Coordinator coordinator = draw.coordinator();
    if (coordinator.stage().closed()) {
      return new ChangeOutcome.Failed("the intake has closed already");
    }
    if (coordinator.isDrawn()) {
      return new ChangeOutcome.Failed("the draw has been made");
    }
    if (!coordinator.advance(DrawStage.CLOSED, RECORD_PATIENCE)) {
      return new ChangeOutcome.Failed(NOT_RECORDED);
    }
    return coordinator.stage().closed()
        ? new ChangeOutcome.Done("the intake is closed: what comes later is answered CLOSED")
        : new ChangeOutcome.Failed("the draw has been made");
  }

  @Override
  public ChangeOutcome draw(int number) throws InterruptedException {
    Current draw = current.get();
    if (draw.follows()) {
      return new ChangeOutcome.Failed(ONLY_FOLLOWS);
    }
    DrawProgress progress = draw.coordinator().progress();
    if (!progress.awaitsNumber()) {
      return new ChangeOutcome.Failed(
          progress.stage().number() == null
              ? "the number is set by --winning-number"
              : "a number has been drawn already: it does not change");
    }
    if (progress.drawnAt() != null) {
      return new ChangeOutcome.Failed("the draw has been made");
    }
    if (progress.stage().seal() == null) {
      return new ChangeOutcome.Failed(
          progress.stage().closed()
              ? "the bets are being sealed: no number before the seal"
              : "the intake is open: no number before it closes and the bets are sealed");
    }
    if (!draw.coordinator().advance(progress.stage().with(number), RECORD_PATIENCE)) {
      return new ChangeOutcome.Failed(NOT_RECORDED);
    }
    Integer recorded = draw.coordinator().stage().number();
    return recorded != null && recorded == number
        ? new ChangeOutcome.Done(
            String.format(Locale.ROOT, "%04d is drawn; the winners are being found", number))
        : new ChangeOutcome.Failed("another server has recorded another number");
  }

  @Override
  public ChangeOutcome open(String name, @Nullable Instant closesAt, Consumer<String> steps)
      throws InterruptedException {
    return opener.open(name, closesAt, steps);
  }

  /** Connections of agencies that do not just wait for the draw. */
  private int busy() {
    return edge.connections() - status().totals().waiting();
  }

  private static ChangeOutcome await(CompletableFuture<ChangeOutcome> outcome)
      throws InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      return new ChangeOutcome.Failed(String.valueOf(e.getCause()));
    }
  }
}
