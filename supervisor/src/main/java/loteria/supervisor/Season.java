package loteria.supervisor;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import loteria.ipc.folder.FolderChangedException;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.runtime.Shutdown;
import loteria.ipc.settings.UsageException;
import loteria.supervisor.control.BetSearch;
import loteria.supervisor.relay.OpenDraws;
import loteria.supervisor.season.DrawList;
import loteria.supervisor.status.PastDraw;
import org.jspecify.annotations.Nullable;

/**
 * The draws that this server holds one after another. The current one takes bets; of the newest
 * earlier ones winners can be asked for. Safe for use by several threads.
 */
final class Season implements RunningDraw.Events {
  private static final ActionLog LOG = new ActionLog(Season.class);

  private final SupervisorSettings settings;
  private final DrawList list;
  private final DrawTaker taker;
  private final Clock clock;
  private final Shutdown shutdown;
  private final OpenDraws open = new OpenDraws();
  private final RunningDraws running = new RunningDraws();

  /** Whether no draw is opened any more. Guarded by this, as is the next. */
  private boolean over;

  /** Those that cannot be served. */
  private final Set<RunningDraw> broken = new HashSet<>();

  private Season(
      SupervisorSettings settings,
      DrawList list,
      @Nullable RunDirectory run,
      Clock clock,
      Shutdown shutdown) {
    this.settings = settings;
    this.list = list;
    this.taker = new DrawTaker(settings, list, run, clock, this);
    this.clock = clock;
    this.shutdown = shutdown;
  }

  /**
   * Takes the current draw, which is the first one where none has followed it.
   *
   * @param settings of the season's first draw
   */
  static Season begin(SupervisorSettings settings, Clock clock, Shutdown shutdown)
      throws IOException, InterruptedException, UsageException {
    RunDirectory run = null;
    while (true) {
      var list = DrawList.read(settings.data(), settings.draw(), settings.closesAt());
      var season = new Season(settings, list, run, clock, shutdown);
      RunningDraw current = season.taker.current();
      if (list.isUpToDate()) {
        season.running.add(current, list.names());
        season.open.open(current.open());
        return season;
      }
      // Another server opened the next draw before this one had the folder.
      current.closeFolder();
      run = season.taker.run();
    }
  }

  /** The draw that takes bets. */
  RunningDraw current() {
    return running.current();
  }

  /** The draws as sessions are given to them. */
  OpenDraws open() {
    return open;
  }

  /** All that run. */
  RunningDraws running() {
    return running;
  }

  /** The draws before the current one, the oldest first. */
  List<PastDraw> past() {
    return list.past();
  }

  /** The earlier draws that are kept open, not yet started. */
  EarlierDraws earlier() {
    return new EarlierDraws(this, list, settings.keepDraws());
  }

  /**
   * Where bets can be looked up.
   *
   * @param draw the only draw; null for all of the season whose folders are there
   */
  List<BetSearch.Place> toSearch(@Nullable String draw) {
    List<String> worker = WorkerCommand.of(settings);
    return list.names().stream()
        .filter(name -> draw == null ? list.isThere(name) : name.equals(draw))
        .map(name -> BetSearch.place(worker, settings.data().resolve(name), name))
        .toList();
  }

  /** Takes the folders of its draws. */
  DrawTaker taker() {
    return taker;
  }

  /**
   * Why a draw cannot be opened now; null where it can.
   *
   * @param closesAt when its intake is to close by itself, or null
   */
  @Nullable String objection(String name, @Nullable Instant closesAt) {
    if (list.names().contains(name)) {
      return "there is a draw " + name + " already";
    }
    if (closesAt != null && !clock.instant().isBefore(closesAt)) {
      return "--closes-at has passed";
    }
    return current().coordinator().isDrawn()
        ? null
        : "draw " + current().name() + " has not been made: one is held after another";
  }

  /** Adds an earlier draw, unless it is not needed any more; whether it was added. */
  synchronized boolean insert(RunningDraw earlier, int index) {
    if (over || index < list.firstKept(settings.keepDraws())) {
      return false;
    }
    running.add(earlier, list.names());
    return true;
  }

  /**
   * From here on the next draw is the current one, also after a restart.
   *
   * @param past what became of the current one
   * @param isDraining whether the server takes nothing any more
   * @throws IOException if it does not become the current one
   */
  synchronized void follow(PastDraw past, RunningDraw next, BooleanSupplier isDraining)
      throws IOException {
    if (over || isDraining.getAsBoolean()) {
      throw new IOException("the server takes nothing any more");
    }
    if (broken.contains(next)) {
      throw new IOException("draw " + next.name() + " cannot be served: see the log");
    }
    try {
      list.follow(past, next.name(), next.settings().closesAt(), settings.access());
    } catch (IOException e) {
      if (list.isWritten(next.name())) {
        // It may not be durable: only a restart can say which draw is the current one.
        LOG.fail("data", "error", e);
        shutdown.begin(ExitCode.DISK_FAILED);
      }
      throw e;
    }
    running.add(next, list.names());
    open.open(next.open());
  }

  /** Closes the oldest draws that are more than are to be kept. */
  void closeOldest() {
    while (running.size() > settings.keepDraws() + 1) {
      release(running.oldest());
    }
  }

  /** Closes a draw, unless that has been done. */
  void release(RunningDraw draw) {
    synchronized (this) {
      broken.remove(draw);
      if (!running.remove(draw)) {
        return;
      }
    }
    open.forget(draw.name());
    RunningDraws.close(draw);
  }

  @Override
  public void failed(RunningDraw draw, ExitCode code) {
    if (breaks(draw)) {
      shutdown.begin(code);
    } else {
      LOG.fail("draw_closed", "draw", draw.name(), "error", code.meaning());
      // An agency that asks for it would wait for a worker that never comes.
      open.forget(draw.name());
    }
  }

  /**
   * Ends without closing the workers in order: the bets that they would still acknowledge might be
   * lost. An earlier draw's folder may be moved away: that draw alone ends.
   */
  @Override
  public void changed(RunningDraw draw, Throwable why) {
    Object reason = why instanceof FolderChangedException ? why.getMessage() : why;
    if (breaks(draw)) {
      LOG.fail("data", "error", reason);
      draw.fleet().kill();
      shutdown.begin(ExitCode.DISK_FAILED);
    } else {
      end(draw, reason);
    }
  }

  @Override
  public void cannotRestore(RunningDraw draw, Throwable why) {
    if (draw.hasOwnSockets() && !breaks(draw)) {
      end(draw, why);
    } else {
      cannotRestore(why);
    }
  }

  private void end(RunningDraw draw, @Nullable Object why) {
    LOG.warn("draw_closed", "draw", draw.name(), "error", why);
    draw.fleet().kill();
    release(draw);
  }

  /** Notes that a draw cannot be served, now or once it is the current one: whether it is that. */
  private synchronized boolean breaks(RunningDraw draw) {
    broken.add(draw);
    return draw.equals(current());
  }

  /** The sockets cannot be recreated. */
  void cannotRestore(Throwable why) {
    if (!shutdown.begun()) {
      LOG.fail("run", "error", why);
      boolean isTaken = why instanceof RunDirectory.InUseException;
      shutdown.begin(isTaken ? ExitCode.DATA_IN_USE : ExitCode.FAILED);
    }
  }

  /** No draw is opened any more; ends all workers in order. */
  void closeFleets() throws IOException {
    synchronized (this) {
      over = true;
    }
    running.closeFleets();
  }
}
