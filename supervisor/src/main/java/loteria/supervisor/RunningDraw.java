package loteria.supervisor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.folder.FolderWatch;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.UsageException;
import loteria.ipc.settings.WorkerArguments;
import loteria.supervisor.draw.ClosingTime;
import loteria.supervisor.draw.Coordinator;
import loteria.supervisor.draw.CoordinatorSocket;
import loteria.supervisor.draw.DrawProgress;
import loteria.supervisor.fleet.Fleet;
import loteria.supervisor.relay.OpenDraw;
import loteria.supervisor.status.PastDraw;
import loteria.supervisor.status.WorkerReports;
import org.jspecify.annotations.Nullable;

/** A draw that this server has open: its folder, its coordinator and its own workers. */
final class RunningDraw {
  private static final Duration REPORT_PATIENCE = Duration.ofSeconds(10);

  private final SupervisorSettings settings;
  private final @Nullable ReplicatedRun replicated;
  private final OpenFolder folder;
  private final Sockets sockets;
  private final WorkerReports reports;
  private final Coordinator coordinator;
  private final Fleet fleet;
  private final OpenDraw open;
  private final List<FolderWatch> watches = new ArrayList<>();
  private @Nullable CoordinatorSocket socket;

  /**
   * Where a draw's sockets are.
   *
   * @param isOwn whether the folder is this draw's alone
   */
  record Sockets(RunDirectory folder, boolean isOwn) {
    /** Releases the folder if it is the draw's alone. */
    void close() throws IOException {
      if (isOwn) {
        folder.remove();
      }
    }
  }

  /** Takes the folder of a draw's sockets. */
  interface Place {
    /**
     * Takes it.
     *
     * @throws UsageException if it cannot be such a folder
     */
    Sockets take() throws IOException, UsageException;
  }

  /** What a draw tells its server, on any thread; must not wait. */
  interface Events {
    /** The draw cannot be served any more, and the server would have to end with this code. */
    void failed(RunningDraw draw, ExitCode code);

    /** Its folder is not as it was. */
    void changed(RunningDraw draw, Throwable why);

    /** Its sockets cannot be recreated. */
    void cannotRestore(RunningDraw draw, Throwable why);
  }

  private RunningDraw(
      SupervisorSettings settings,
      @Nullable ReplicatedRun replicated,
      OpenFolder folder,
      Sockets sockets,
      Clock clock,
      Events events) {
    this.settings = settings;
    this.replicated = replicated;
    this.folder = folder;
    this.sockets = sockets;
    this.reports = new WorkerReports(clock);
    Consumer<ExitCode> failed = code -> events.failed(this, code);
    this.coordinator =
        new Coordinator(
            settings.folder(),
            settings.access(),
            new Coordinator.Rules(
                settings.agencies(),
                settings.winningNumber(),
                new ClosingTime(settings.closesAt(), clock),
                follows(),
                WorkerCommand.of(settings)),
            clock,
            failed);
    this.fleet = fleet(failed);
    this.open =
        new OpenDraw(
            settings.draw(),
            folder.identity().run(),
            fleet.ready(),
            new OpenDraw.Progress(agency -> !coordinator.isMissing(agency), coordinator::isDrawn));
  }

  /**
   * Takes a draw's folder, creating it if there is none, and begins a run of its ledger; starts
   * nothing.
   *
   * @param settings of this draw
   * @param place where its sockets are, taken behind its folder
   * @param patience how long to wait for brokers, and for room on the disk; null for as long as it
   *     takes
   */
  static RunningDraw take(
      SupervisorSettings settings,
      Place place,
      @Nullable Duration patience,
      Clock clock,
      Events events)
      throws IOException, InterruptedException, UsageException {
    LedgerSettings ledger = settings.ledger();
    ReplicatedRun replicated =
        ledger == null ? null : ReplicatedRun.begin(settings, ledger, patience);
    OpenFolder folder = OpenFolder.take(settings.folder(), settings.access(), replicated, patience);
    Sockets sockets = null;
    try {
      sockets = place.take();
      return new RunningDraw(settings, replicated, folder, sockets, clock, events);
    } finally {
      if (sockets == null) {
        folder.close();
      }
    }
  }

  /** Starts its coordinator and its workers; returns at once. */
  void start(Events events) throws IOException {
    var listening =
        CoordinatorSocket.listen(
            socketPath(), coordinator, new Dispatch(fleet, coordinator, reports));
    socket = listening;
    watches.add(FolderWatch.start(folder::check, why -> events.changed(this, why)));
    watches.add(
        FolderWatch.start(
            () -> {
              sockets.folder().restore();
              listening.restore();
            },
            why -> events.cannotRestore(this, why)));
    coordinator.start();
    fleet.start();
  }

  String name() {
    return settings.draw();
  }

  SupervisorSettings settings() {
    return settings;
  }

  @Nullable ReplicatedRun replicated() {
    return replicated;
  }

  boolean follows() {
    return replicated != null && replicated.follows();
  }

  /** Whether the folder of its sockets is its own. */
  boolean hasOwnSockets() {
    return sockets.isOwn();
  }

  OpenFolder folder() {
    return folder;
  }

  WorkerReports reports() {
    return reports;
  }

  Coordinator coordinator() {
    return coordinator;
  }

  Fleet fleet() {
    return fleet;
  }

  /** As sessions are given to it. */
  OpenDraw open() {
    return open;
  }

  /**
   * Whether nothing has happened in it, once a worker is ready.
   *
   * @throws IOException if that worker does not report in time
   */
  boolean isBlank() throws IOException, InterruptedException {
    if (folder.identity().run() == 1) {
      return true;
    }
    if (!reports.awaitNews(REPORT_PATIENCE)) {
      throw new IOException("no worker of draw " + name() + " reports what is stored");
    }
    return reports.all().batches() == 0
        && !coordinator.isOver()
        && coordinator.progress().finished().isEmpty();
  }

  /**
   * What became of it, once it is made and one worker is left.
   *
   * @throws IOException if that worker does not report in time
   */
  PastDraw past() throws IOException, InterruptedException {
    if (!reports.awaitNews(REPORT_PATIENCE)) {
      throw new IOException("no worker of draw " + name() + " reports what is stored");
    }
    DrawProgress draw = coordinator.progress();
    Integer number = draw.winningNumber();
    var winners = draw.winners();
    if (number == null || winners == null) {
      throw new IOException("draw " + name() + " has not been made");
    }
    var seal = draw.stage().seal();
    return new PastDraw(
        name(),
        reports.all().bets(),
        seal == null ? null : seal.sha256().toString(),
        number,
        Math.toIntExact(winners.all()));
  }

  /** Its sessions have ended: ends its workers in order. */
  void closeFleet() throws IOException {
    fleet.close();
  }

  /** Stops to listen to its workers. */
  void closeSocket() throws IOException {
    watches.forEach(FolderWatch::close);
    CoordinatorSocket listening = socket;
    if (listening != null) {
      listening.close();
    }
  }

  /** Releases its folder, once nothing else of it is left. */
  void closeFolder() throws IOException {
    try {
      folder.close();
    } finally {
      sockets.close();
    }
  }

  private Path socketPath() {
    return sockets.folder().path().resolve(DrawLayout.COORDINATOR_SOCKET);
  }

  private Fleet fleet(Consumer<ExitCode> failed) {
    var arguments =
        new WorkerArguments()
            .with(WorkerArguments.COORDINATOR, socketPath())
            .with(WorkerArguments.DATA, settings.data())
            .with(WorkerArguments.LEDGER, folder.identity().id())
            .with(WorkerArguments.FILES, folder.files().fingerprint())
            .with(WorkerArguments.DRAW, settings.draw())
            .with(WorkerArguments.AGENCIES, settings.agencies())
            .with(WorkerArguments.CLOSES_AT, settings.closesAt() == null ? "" : settings.closesAt())
            .with(WorkerArguments.MAX_FRAME_BYTES, settings.relay().frameBytesMax())
            .with(WorkerArguments.GRACE, settings.timing().grace().toMillis() + "ms")
            .with(WorkerArguments.LOG_LEVEL, settings.logLevel())
            .with(WorkerArguments.GROUP_READABLE, settings.access() == FileAccess.GROUP_READABLE);
    LedgerSettings ledger = settings.ledger();
    return new Fleet(
        settings.draw(),
        WorkerCommand.of(settings),
        (ledger == null ? arguments : ledger.addTo(arguments)).words(),
        sockets.folder().path(),
        settings.plan(),
        settings.timing(),
        failed::accept,
        coordinator::isOver);
  }
}
