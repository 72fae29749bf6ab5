package loteria.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FolderChangedException;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.runtime.Shutdown;
import loteria.ipc.settings.UsageException;
import loteria.supervisor.control.BetSearch;
import loteria.supervisor.fleet.Fleet;
import loteria.supervisor.relay.OpenDraw;
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

  /** Those that cannot be served. Guarded by this. */
  private final Set<RunningDraw> broken = new HashSet<>();

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
      if (!held.isEmpty()) {
        season.checkContinues(held.getLast());
      }
      RunningDraw current = season.take(season.held.size() - 1, settings.plan());
      if (file.draws().equals(held)) {
        season.running = List.of(current);
        season.open.open(current.open());
        season.announceEarlier();
        return season;
      }
      // Another server opened the next draw before this one had the folder.
      current.closeFolder();
      run = season.run;
    }
  }

  private void checkContinues(HeldDraw current) throws IOException {
    if (settings.ledger() == null && !isThere(current.name())) {
      throw new IOException(
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

  /** Where the sockets are. */
  RunDirectory run() throws IOException, UsageException {
    RunDirectory taken = run;
    if (taken == null) {
      taken = RunDirectory.take(settings.run());
      run = taken;
    }
    return taken;
  }

  /** Until earlier draws are started, sessions for them wait. */
  private void announceEarlier() {
    for (int i = firstKept(); i < held.size() - 1; i++) {
      String name = held.get(i).name();
      if (isThere(name)) {
        open.keep(OpenDraw.withoutWorkers(name));
      }
    }
  }

  /**
   * Takes the earlier draws that are to be kept open, and starts them, on a thread of its own: the
   * current one does not need them.
   */
  void startEarlier() {
    int last = held.size() - 1;
    Thread.ofPlatform()
        .name("earlier-draws")
        .daemon()
        .start(
            () -> {
              for (int i = last - 1; i >= firstKept(); i--) {
                startEarlier(i);
              }
            });
  }

  private int firstKept() {
    return Math.max(0, held.size() - 1 - settings.keepDraws());
  }

  private void startEarlier(int index) {
    String name = held.get(index).name();
    RunningDraw earlier = null;
    try {
      if (!isThere(name)) {
        throw new IOException("its folder is not there");
      }
      earlier = take(index, ONE_WORKER);
      if (!insert(earlier, index)) {
        open.forget(name);
        earlier.closeFolder();
        return;
      }
      earlier.start(this);
      open.keep(earlier.open());
    } catch (IOException | UsageException | RuntimeException e) {
      open.forget(name);
      if (earlier != null) {
        release(earlier);
      }
      LOG.warn("draw_closed", "draw", name, "error", "its winners cannot be asked for: " + e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Adds an earlier draw at its place, unless it is not needed any more. */
  private synchronized boolean insert(RunningDraw earlier, int index) {
    if (over || index < firstKept()) {
      return false;
    }
    List<String> names = held.stream().map(HeldDraw::name).toList();
    running =
        Stream.concat(Stream.of(earlier), running.stream())
            .sorted(Comparator.comparingInt(draw -> names.indexOf(draw.name())))
            .toList();
    return true;
  }

  /** Takes the draw that is to follow the current one. */
  RunningDraw take(SupervisorSettings next)
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
    return RunningDraw.take(next, () -> sockets(held.size()), patience, clock, this);
  }

  private RunningDraw take(int index, Fleet.Plan plan)
      throws IOException, InterruptedException, UsageException {
    HeldDraw draw = held.get(index);
    return RunningDraw.take(
        settings.ofDraw(draw.name(), draw.closesAt(), plan),
        () -> sockets(index),
        null,
        clock,
        this);
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
    List<HeldDraw> all = new ArrayList<>(held.subList(0, held.size() - 1));
    all.add(new HeldDraw(current().name(), current().settings().closesAt(), past));
    all.add(new HeldDraw(next.name(), next.settings().closesAt(), null));
    write(all);
    held = List.copyOf(all);
    running = Stream.concat(running.stream(), Stream.of(next)).toList();
    open.open(next.open());
  }

  /** If the file has the new list, and that may not be durable, a restart must say which counts. */
  private void write(List<HeldDraw> all) throws IOException {
    try {
      file.write(all, settings.access());
    } catch (IOException e) {
      if (file.draws().equals(all)) {
        LOG.fail("data", "error", e);
        shutdown.begin(ExitCode.DISK_FAILED);
      }
      throw e;
    }
  }

  /** Closes the oldest that are more than are to be kept. */
  void closeOldest() {
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
      broken.remove(draw);
    }
    open.forget(draw.name());
    close(draw);
  }

  static void close(RunningDraw draw) {
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
    if (breaks(draw)) {
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
    // The current one first: nothing of it waits for an earlier one.
    for (RunningDraw draw : running.reversed()) {
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
