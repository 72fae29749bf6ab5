package loteria.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.settings.UsageException;
import loteria.ledger.folder.UnknownLedgerException;
import loteria.supervisor.fleet.Fleet;
import loteria.supervisor.season.DrawList;
import loteria.supervisor.season.HeldDraw;
import loteria.supervisor.season.SeasonFile;
import org.jspecify.annotations.Nullable;

/**
 * Takes the folders of a season's draws, so that no other server has them, and the places of their
 * sockets. It starts nothing.
 */
final class DrawTaker {
  private static final ActionLog LOG = new ActionLog(DrawTaker.class);

  /** An earlier draw's winners are read by one worker. */
  private static final Fleet.Plan ONE_WORKER = new Fleet.Plan(1, 1, 0);

  private final SupervisorSettings settings;
  private final DrawList list;
  private final Clock clock;
  private final RunningDraw.Events events;

  /** Where the sockets are; taken with the current draw. */
  private @Nullable RunDirectory run;

  /**
   * @param settings of the season's first draw
   * @param run where the sockets are, if that is taken already
   * @param events what the draws that are taken report to
   */
  DrawTaker(
      SupervisorSettings settings,
      DrawList list,
      @Nullable RunDirectory run,
      Clock clock,
      RunningDraw.Events events) {
    this.settings = settings;
    this.list = list;
    this.run = run;
    this.clock = clock;
    this.events = events;
  }

  /** Where the sockets are; taken with the current draw. */
  RunDirectory run() throws IOException, UsageException {
    RunDirectory taken = run;
    if (taken == null) {
      taken = RunDirectory.take(settings.run());
      run = taken;
    }
    return taken;
  }

  /** Takes the current draw. */
  RunningDraw current() throws IOException, InterruptedException, UsageException {
    if (list.hasFile()) {
      checkContinues(list.get(list.last()));
    }
    return take(list.last(), settings.plan());
  }

  private void checkContinues(HeldDraw current) throws IOException {
    if (settings.ledger() == null && !list.isThere(current.name())) {
      throw new UnknownLedgerException(
          "the folder of draw " + current.name() + ", the current one, is not there: put it back");
    }
    if (settings.closesAt() != null && !settings.closesAt().equals(current.closesAt())) {
      LOG.warn(
          "draw",
          "error",
          "--closes-at is that of the first draw: draw "
              + current.name()
              + " closes as it was opened, "
              + (current.closesAt() == null ? "at no set time" : "at " + current.closesAt()));
    }
  }

  /** Takes an earlier draw; starts nothing. */
  RunningDraw earlier(int index) throws IOException, InterruptedException, UsageException {
    return take(index, ONE_WORKER);
  }

  private RunningDraw take(int index, Fleet.Plan plan)
      throws IOException, InterruptedException, UsageException {
    HeldDraw draw = list.get(index);
    SupervisorSettings its = settings.ofDraw(draw.name(), draw.closesAt(), plan);
    return RunningDraw.take(its, () -> sockets(index), null, clock, events);
  }

  /**
   * Takes the draw that is to follow the current one; starts nothing.
   *
   * @param next its settings
   */
  RunningDraw next(SupervisorSettings next)
      throws IOException, InterruptedException, UsageException {
    SeasonFile other = SeasonFile.of(next.data(), next.draw());
    if (!other.first().equals(next.draw()) || !other.draws().isEmpty()) {
      throw new IOException(
          "draw " + next.draw() + " is of another server: it began with " + other.first());
    }
    Path bets = next.folder().resolve(DrawLayout.BETS);
    if (next.ledger() == null && Files.exists(bets) && Files.size(bets) > 0) {
      throw new IOException("there was a draw " + next.draw() + " already");
    }
    Duration patience = next.timing().boot().multipliedBy(2);
    return RunningDraw.take(next, () -> sockets(list.size()), patience, clock, events);
  }

  /** The first draw's sockets are where they are without a season; every other has a folder. */
  private RunningDraw.Sockets sockets(int index) throws IOException, UsageException {
    return index == 0
        ? new RunningDraw.Sockets(run(), false)
        : new RunningDraw.Sockets(
            RunDirectory.take(run().path().resolve(Integer.toString(index + 1))), true);
  }
}
