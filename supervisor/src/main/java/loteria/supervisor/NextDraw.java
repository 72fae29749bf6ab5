package loteria.supervisor;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.settings.UsageException;
import loteria.supervisor.control.DrawOpener;
import loteria.supervisor.fleet.ChangeOutcome;
import loteria.supervisor.intake.AgencyListener;
import org.jspecify.annotations.Nullable;

/** {@code supervisor open}: opens the next draw of a season, one at a time. */
final class NextDraw implements DrawOpener {
  private static final ActionLog LOG = new ActionLog(NextDraw.class);

  private final Season season;
  private final AgencyListener edge;
  private final Consumer<RunningDraw> opened;
  private final AtomicBoolean isOpening = new AtomicBoolean();

  /**
   * @param opened receives each draw that becomes the current one
   */
  NextDraw(Season season, AgencyListener edge, Consumer<RunningDraw> opened) {
    this.season = season;
    this.edge = edge;
    this.opened = opened;
  }

  @Override
  public ChangeOutcome open(String name, @Nullable Instant closesAt, Consumer<String> steps)
      throws InterruptedException {
    if (!isOpening.compareAndSet(false, true)) {
      return new ChangeOutcome.Failed("another draw is being opened");
    }
    try {
      return openNow(name, closesAt, steps);
    } finally {
      isOpening.set(false);
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
      season.open(name, closesAt, steps, opened);
    } catch (IOException | UsageException e) {
      LOG.warn("draw_opened", "draw", name, "error", e.getMessage());
      return new ChangeOutcome.Failed(String.valueOf(e.getMessage()));
    }
    LOG.success("draw_opened", "draw", name, "closes_at", closesAt == null ? "none" : closesAt);
    return new ChangeOutcome.Done("draw " + name + " is open: it takes the bets from now on");
  }
}
