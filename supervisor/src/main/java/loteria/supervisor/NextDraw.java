package loteria.supervisor;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.settings.UsageException;
import loteria.supervisor.control.DrawOpener;
import loteria.supervisor.fleet.ChangeOutcome;
import loteria.supervisor.fleet.Fleet;
import loteria.supervisor.intake.AgencyListener;
import loteria.supervisor.status.PastDraw;
import org.jspecify.annotations.Nullable;

/**
 * {@code supervisor open}: opens the next draw of a season, one at a time. Whatever fails before
 * the next draw is the current one leaves the draw before as it was.
 */
final class NextDraw implements DrawOpener {
  private static final ActionLog LOG = new ActionLog(NextDraw.class);

  private final SupervisorSettings settings;
  private final Season season;
  private final AgencyListener edge;
  private final Consumer<RunningDraw> opened;

  /** Whether no draw can be opened now: the server starts, or one is being opened. */
  private final AtomicBoolean isBusy = new AtomicBoolean(true);

  /**
   * @param settings of the season's first draw
   * @param opened receives each draw that becomes the current one
   */
  NextDraw(
      SupervisorSettings settings,
      Season season,
      AgencyListener edge,
      Consumer<RunningDraw> opened) {
    this.settings = settings;
    this.season = season;
    this.edge = edge;
    this.opened = opened;
  }

  /** The server has started. */
  void enable() {
    isBusy.set(false);
  }

  @Override
  public boolean isBusy() {
    return isBusy.get();
  }

  @Override
  public ChangeOutcome open(String name, @Nullable Instant closesAt, Consumer<String> steps)
      throws InterruptedException {
    if (!isBusy.compareAndSet(false, true)) {
      return new ChangeOutcome.Failed(BUSY);
    }
    try {
      return openNow(name, closesAt, steps);
    } finally {
      isBusy.set(false);
    }
  }

  private ChangeOutcome openNow(String name, @Nullable Instant closesAt, Consumer<String> steps)
      throws InterruptedException {
    String objection =
        edge.isDraining()
            ? "the server is drained: only a new one takes bets"
            : season.objection(name, closesAt);
    if (objection != null) {
      return new ChangeOutcome.Failed(objection);
    }
    try {
      follow(name, closesAt, steps);
    } catch (IOException | UsageException e) {
      // The message of some is a path alone.
      boolean isPath = e instanceof FileSystemException file && file.getReason() == null;
      String why = isPath ? e.toString() : String.valueOf(e.getMessage());
      LOG.warn("draw_opened", "draw", name, "error", why);
      return new ChangeOutcome.Failed(why);
    }
    LOG.success("draw_opened", "draw", name, "closes_at", closesAt == null ? "none" : closesAt);
    if (settings.winningNumber() != null) {
      LOG.warn("draw", "error", "--winning-number is set: it is known before the bets of " + name);
    }
    return new ChangeOutcome.Done(
        season.current().follows()
            ? "draw " + name + " is open here: this server follows it from now on"
            : "draw " + name + " is open: it takes the bets from now on");
  }

  private void follow(String name, @Nullable Instant closesAt, Consumer<String> steps)
      throws IOException, InterruptedException, UsageException {
    RunningDraw before = season.current();
    int workers = before.fleet().wanted();
    Fleet.Plan plan = settings.plan();
    RunningDraw next =
        season
            .taker()
            .next(
                settings.ofDraw(
                    name, closesAt, new Fleet.Plan(1, plan.active(), plan.maxBatchesPerWorker())));
    boolean isCurrent = false;
    try {
      awaitWorker(next);
      steps.accept("a worker of draw " + name + " is ready");
      replace(before, next, steps);
      isCurrent = true;
    } finally {
      if (!isCurrent) {
        RunningDraws.close(next);
        awaitScaled(before, workers);
      }
    }
    try {
      opened.accept(next);
    } finally {
      awaitScaled(next, workers);
      season.closeOldest();
    }
  }

  private void awaitWorker(RunningDraw next) throws IOException, InterruptedException {
    next.start(season);
    if (!next.fleet().ready().await(1, settings.timing().boot())) {
      throw new IOException("no worker of draw " + next.name() + " is ready in time");
    }
    // Other servers of a replicated draw may have come further.
    if (next.replicated() == null && !next.isBlank()) {
      throw new IOException("there was a draw " + next.name() + " already");
    }
  }

  /** The draw before keeps one worker, which knows all that is stored. */
  private void replace(RunningDraw before, RunningDraw next, Consumer<String> steps)
      throws IOException, InterruptedException {
    if (before.fleet().scale(1, steps).join() instanceof ChangeOutcome.Failed(String why)) {
      throw new IOException(why);
    }
    PastDraw past = before.past();
    season.follow(past, next, edge::isDraining);
  }

  private static void awaitScaled(RunningDraw draw, int workers) {
    if (draw.fleet().wanted() != workers
        && draw.fleet().scale(workers, _ -> {}).join()
            instanceof ChangeOutcome.Failed(String why)) {
      LOG.warn("scale", "draw", draw.name(), "error", why);
    }
  }
}
