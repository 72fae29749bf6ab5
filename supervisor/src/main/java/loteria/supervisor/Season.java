package loteria.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FolderChangedException;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.runtime.Shutdown;
import loteria.ipc.settings.UsageException;
import loteria.supervisor.control.BetSearch;
import loteria.supervisor.fleet.ChangeOutcome;
import loteria.supervisor.fleet.Fleet;
import loteria.supervisor.relay.OpenDraws;
import loteria.supervisor.season.HeldDraw;
import loteria.supervisor.season.SeasonFile;
import loteria.supervisor.status.PastDraw;
import org.jspecify.annotations.Nullable;

/**
 * The draws that this server holds one after another. The current one takes bets; of the newest
 * earlier ones winners can be asked for. Safe for use by several threads.
 */
final class Season implements RunningDraw.Events {
  private static final ActionLog LOG = new ActionLog(Season.class);

  /** An earlier draw's winners are read by one worker. */
  private static final Fleet.Plan ONE_WORKER = new Fleet.Plan(1, 1, 0);

  private final SupervisorSettings settings;
  private final SeasonFile file;
  private final Clock clock;
  private final Shutdown shutdown;
  private final OpenDraws open = new OpenDraws();

  /** All of the season, in order. Written by the thread that opens a draw, as is all below. */
  private volatile List<HeldDraw> held;

  /** Those that are open, the current one last. */
  private volatile List<RunningDraw> running = List.of();

  private volatile boolean over;

  /** Where the sockets are; taken with the current draw. */
  private @Nullable RunDirectory run;

  private Season(
      SupervisorSettings settings,
      SeasonFile file,
      List<HeldDraw> held,
      @Nullable RunDirectory run,
      Clock clock,
      Shutdown shutdown) {
    this.settings = settings;
    this.file = file;
    this.held = held;
    this.run = run;
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
    SeasonFile file = SeasonFile.of(settings.data(), settings.draw());
    RunDirectory run = null;
    while (true) {
      List<HeldDraw> held = file.draws();
      HeldDraw first = new HeldDraw(settings.draw(), settings.closesAt(), null);
      var season =
          new Season(settings, file, held.isEmpty() ? List.of(first) : held, run, clock, shutdown);
      RunningDraw current = season.take(season.held.size() - 1, settings.plan());
      if (file.draws().equals(held)) {
        season.running = List.of(current);
        season.open.open(current.open());
        return season;
      }
      // Another server opened the next draw before this one had the folder.
      current.closeFolder();
      run = season.run;
    }
  }

  /** Where the sockets are. */
  RunDirectory run() throws IOException, UsageException {
    RunDirectory taken = run;
    if (taken == null) {
      taken = RunDirectory.take(settings.run());
      run = taken;
    }
    return taken;
  }

  /** Takes the earlier draws that are to be kept open, and starts them; none of them is needed. */
  void startEarlier() throws InterruptedException {
    int last = held.size() - 1;
    for (int i = Math.max(0, last - settings.keepDraws()); i < last; i++) {
      String name = held.get(i).name();
      try {
        if (!isThere(name)) {
          throw new IOException("its folder is not there");
        }
        RunningDraw earlier = take(i, ONE_WORKER);
        start(earlier);
        insert(earlier);
        open.keep(earlier.open());
      } catch (IOException | UsageException e) {
        LOG.warn("draw_closed", "draw", name, "error", "its winners cannot be asked for: " + e);
      }
    }
  }

  private void start(RunningDraw draw) throws IOException {
    try {
      draw.start(this);
    } catch (IOException e) {
      close(draw);
      throw e;
    }
  }

  private synchronized void insert(RunningDraw earlier) {
    List<RunningDraw> all = new ArrayList<>(running);
    all.add(all.size() - 1, earlier);
    running = List.copyOf(all);
  }

  private RunningDraw take(int index, Fleet.Plan plan)
      throws IOException, InterruptedException, UsageException {
    HeldDraw draw = held.get(index);
    return RunningDraw.take(
        settings.ofDraw(draw.name(), draw.closesAt(), plan), () -> sockets(index), clock, this);
  }

  /** The first draw's sockets are where they are without a season; every other has a folder. */
  private RunningDraw.Sockets sockets(int index) throws IOException, UsageException {
    return index == 0
        ? new RunningDraw.Sockets(run(), false)
        : new RunningDraw.Sockets(
            RunDirectory.take(run().path().resolve(Integer.toString(index + 1))), true);
  }

  /** The draw that takes bets. */
  RunningDraw current() {
    return running.getLast();
  }

  /** The draws as sessions are given to them. */
  OpenDraws open() {
    return open;
  }

  /** The draws before the current one, the oldest first. */
  List<PastDraw> earlier() {
    return held.stream().map(HeldDraw::past).filter(Objects::nonNull).toList();
  }

  /**
   * Where bets can be looked up.
   *
   * @param draw the only draw; null for all of the season whose folders are there
   */
  List<BetSearch.Place> toSearch(@Nullable String draw) {
    List<String> worker = WorkerCommand.of(settings);
    return held.stream()
        .map(HeldDraw::name)
        .filter(name -> draw == null ? isThere(name) : name.equals(draw))
        .map(name -> BetSearch.place(worker, settings.data().resolve(name), name))
        .toList();
  }

  /** The folder alone may have been created again for sockets. */
  private boolean isThere(String draw) {
    return Files.exists(settings.data().resolve(draw).resolve(DrawLayout.IDENTITY));
  }

  /**
   * Why a draw cannot be opened now; null where it can.
   *
   * @param closesAt when its intake is to close by itself, or null
   */
  @Nullable String objection(String name, @Nullable Instant closesAt) {
    if (held.stream().anyMatch(one -> one.name().equals(name))) {
      return "there is a draw " + name + " already";
    }
    if (closesAt != null && !clock.instant().isBefore(closesAt)) {
      return "--closes-at has passed";
    }
    return current().coordinator().isDrawn()
        ? null
        : "draw " + current().name() + " has not been made: one is held after another";
  }

  /**
   * Opens the next draw; the current one becomes an earlier one. Called by one thread at a time.
   *
   * @param steps receives each step
   * @param opened receives the draw once it is the current one
   * @throws IOException if it cannot be opened; the current one stays
   * @throws UsageException if its folder cannot be used
   */
  void open(
      String name, @Nullable Instant closesAt, Consumer<String> steps, Consumer<RunningDraw> opened)
      throws IOException, InterruptedException, UsageException {
    RunningDraw before = current();
    int workers = before.fleet().wanted();
    boolean isOpened = false;
    try {
      if (before.fleet().scale(1, steps).join() instanceof ChangeOutcome.Failed(String why)) {
        throw new IOException(why);
      }
      PastDraw past = before.past();
      RunningDraw next = started(name, closesAt, workers);
      try {
        follow(before, past, next);
        isOpened = true;
      } finally {
        if (!isOpened) {
          close(next);
        }
      }
    } finally {
      if (!isOpened && !over) {
        var _ = before.fleet().scale(workers, _ -> {});
      }
    }
    opened.accept(current());
    closeOldest();
  }

  private RunningDraw started(String name, @Nullable Instant closesAt, int workers)
      throws IOException, InterruptedException, UsageException {
    SeasonFile other = SeasonFile.of(settings.data(), name);
    if (!other.first().equals(name) || !other.draws().isEmpty()) {
      throw new IOException(
          "draw " + name + " is of another server: it began with " + other.first());
    }
    var plan =
        new Fleet.Plan(workers, settings.plan().active(), settings.plan().maxBatchesPerWorker());
    RunningDraw next =
        RunningDraw.take(
            settings.ofDraw(name, closesAt, plan), () -> sockets(held.size()), clock, this);
    start(next);
    boolean isStarted = false;
    try {
      if (!next.fleet().ready().await(1, settings.timing().boot())) {
        throw new IOException("no worker of draw " + name + " is ready in time");
      }
      if (next.coordinator().isOver()) {
        throw new IOException("the intake of draw " + name + " has closed before");
      }
      isStarted = true;
      return next;
    } finally {
      if (!isStarted) {
        close(next);
      }
    }
  }

  /** From here on the next draw is the current one, also after a restart. */
  private synchronized void follow(RunningDraw before, PastDraw past, RunningDraw next)
      throws IOException {
    if (over) {
      throw new IOException("the server stops");
    }
    List<HeldDraw> all = new ArrayList<>(held.subList(0, held.size() - 1));
    all.add(new HeldDraw(before.name(), before.settings().closesAt(), past));
    all.add(new HeldDraw(next.name(), next.settings().closesAt(), null));
    file.write(all, settings.access());
    held = List.copyOf(all);
    running = Stream.concat(running.stream(), Stream.of(next)).toList();
    open.open(next.open());
  }

  /** Closes the oldest that are more than are to be kept. */
  private void closeOldest() {
    while (running.size() > settings.keepDraws() + 1) {
      release(running.getFirst());
    }
  }

  private void release(RunningDraw draw) {
    synchronized (this) {
      if (!running.contains(draw)) {
        return;
      }
      running = running.stream().filter(one -> !one.equals(draw)).toList();
    }
    open.forget(draw.open());
    close(draw);
  }

  private static void close(RunningDraw draw) {
    for (Closing part :
        List.<Closing>of(
            draw::closeFleet, draw::closeSocket, draw.coordinator()::close, draw::closeFolder)) {
      try {
        part.close();
      } catch (IOException e) {
        LOG.warn("draw_closed", "draw", draw.name(), "error", e);
      }
    }
  }

  /** Closes a part of a draw. */
  private interface Closing {
    void close() throws IOException;
  }

  @Override
  public void failed(RunningDraw draw, ExitCode code) {
    if (isCurrent(draw)) {
      shutdown.begin(code);
    } else {
      LOG.fail("draw_closed", "draw", draw.name(), "error", code.meaning());
    }
  }

  /**
   * Ends without closing the workers in order: the bets that they would still acknowledge might be
   * lost. An earlier draw's folder may be moved away: that draw alone ends.
   */
  @Override
  public void changed(RunningDraw draw, Throwable why) {
    Object reason = why instanceof FolderChangedException ? why.getMessage() : why;
    draw.fleet().kill();
    if (isCurrent(draw)) {
      LOG.fail("data", "error", reason);
      shutdown.begin(ExitCode.DISK_FAILED);
    } else {
      LOG.warn("draw_closed", "draw", draw.name(), "error", reason);
      release(draw);
    }
  }

  @Override
  public void cannotRestore(RunningDraw draw, Throwable why) {
    cannotRestore(why);
  }

  /** The sockets cannot be recreated. */
  void cannotRestore(Throwable why) {
    if (!shutdown.begun()) {
      LOG.fail("run", "error", why);
      boolean isTaken = why instanceof RunDirectory.InUseException;
      shutdown.begin(isTaken ? ExitCode.DATA_IN_USE : ExitCode.FAILED);
    }
  }

  private boolean isCurrent(RunningDraw draw) {
    return draw.equals(current());
  }

  /** No draw is opened any more; ends all workers in order. */
  void closeFleets() throws IOException {
    synchronized (this) {
      over = true;
    }
    all(RunningDraw::closeFleet);
  }

  void closeSockets() throws IOException {
    all(RunningDraw::closeSocket);
  }

  void closeCoordinators() throws IOException {
    all(draw -> draw.coordinator().close());
  }

  void closeFolders() throws IOException {
    all(RunningDraw::closeFolder);
  }

  /** Does something with each draw, whether or not it works with the others. */
  private interface Step {
    void with(RunningDraw draw) throws IOException;
  }

  private void all(Step step) throws IOException {
    IOException failure = null;
    for (RunningDraw draw : running) {
      try {
        step.with(draw);
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
