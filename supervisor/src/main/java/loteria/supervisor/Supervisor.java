package loteria.supervisor;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.folder.FolderChangedException;
import loteria.ipc.folder.FolderWatch;
import loteria.ipc.io.Deadlines;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.runtime.Shutdown;
import loteria.ipc.settings.UsageException;
import loteria.ipc.settings.WorkerArguments;
import loteria.ipc.time.WallClock;
import loteria.ipc.tls.TlsFileException;
import loteria.supervisor.access.Access;
import loteria.supervisor.control.BetSearch;
import loteria.supervisor.control.ControlSocket;
import loteria.supervisor.control.LiveOperations;
import loteria.supervisor.draw.ClosingTime;
import loteria.supervisor.draw.Coordinator;
import loteria.supervisor.draw.CoordinatorSocket;
import loteria.supervisor.events.EventFile;
import loteria.supervisor.events.EventLog;
import loteria.supervisor.fleet.Fleet;
import loteria.supervisor.http.Encryption;
import loteria.supervisor.intake.AgencyListener;
import loteria.supervisor.intake.Endpoint;
import loteria.supervisor.intake.IntakeLimits;
import loteria.supervisor.relay.Relay;
import loteria.supervisor.status.Facts;
import loteria.supervisor.status.Observer;
import loteria.supervisor.status.WorkerReports;
import loteria.supervisor.tls.TlsFiles;
import loteria.supervisor.tls.TlsServer;
import loteria.supervisor.web.WebServer;
import org.jspecify.annotations.Nullable;

/** The supervisor: creates its parts, connects and starts them; {@link Shutdown} closes them. */
final class Supervisor {
  private static final ActionLog LOG = new ActionLog(Supervisor.class);

  private static final String UNCHECKED =
      "not checked: any program that reaches the port may speak for any agency; see --tls-port";

  private final SupervisorSettings settings;
  private final DescriptorShares shares;
  private final Shutdown shutdown;

  Supervisor(SupervisorSettings settings, DescriptorShares shares, Shutdown shutdown) {
    this.settings = settings;
    this.shares = shares;
    this.shutdown = shutdown;
  }

  /** Starts everything; returns once agencies are served. */
  void start() throws IOException, InterruptedException, UsageException {
    HttpSettings http = settings.http();
    Access access = http == null ? Access.open() : HttpAccess.of(http);
    MemoryPlan.check(
        shares.connections(),
        settings.listen().tls() != null,
        settings.agencies(),
        settings.relay().heldTotalBytesMax());
    LedgerSettings ledger = settings.ledger();
    ReplicatedRun replicated = ledger == null ? null : ReplicatedRun.begin(settings, ledger);
    OpenFolder folder = OpenFolder.take(settings.folder(), settings.access(), replicated);
    shutdown.closeAtEnd("data folder", folder);
    RunDirectory runDirectory = RunDirectory.take(settings.run());
    shutdown.closeAtEnd("run folder", runDirectory);
    Path run = runDirectory.path();

    var clock = Clock.systemUTC();
    var events = new EventLog(new EventFile(settings.folder(), settings.access()), clock);
    shutdown.closeAtEnd("events", events);
    events.start();
    var deadlines = new Deadlines();
    shutdown.closeAtEnd("deadlines", deadlines);
    Coordinator coordinator =
        new Coordinator(
            settings.folder(),
            settings.access(),
            new Coordinator.Rules(
                settings.agencies(),
                settings.winningNumber(),
                new ClosingTime(settings.closesAt(), clock),
                replicated != null && replicated.follows(),
                WorkerCommand.of(settings)),
            clock,
            shutdown::begin);
    shutdown.closeAtEnd("coordinator", coordinator);
    Path coordinatorSocket = run.resolve(DrawLayout.COORDINATOR_SOCKET);
    Fleet fleet = fleet(run, coordinatorSocket, folder);
    int thisRun = folder.identity().run();
    var relay =
        new Relay(
            settings.relay(),
            thisRun,
            deadlines,
            fleet.ready(),
            new Relay.Progress(
                agency -> !coordinator.isMissing(agency),
                coordinator::isDrawn,
                WallClock::latestDay));
    TlsServer tls = tls(clock);
    AgencyListener edge =
        AgencyListener.listen(endpoints(tls, replicated), edgeLimits(), deadlines, relay);
    var reports = new WorkerReports(clock);
    Facts facts = settings.facts(SupervisorMain.version(), clock.instant(), shares.connections());
    var observer =
        new Observer(
            facts,
            new StatusSources(
                folder, fleet, coordinator, edge, relay, tls, reports, events, replicated),
            reports,
            clock);
    shutdown.closeAtEnd("observer", observer);
    WebServer web = web(observer, access, tls);
    var operations =
        new LiveOperations(
            fleet,
            shares.workersMax(),
            coordinator,
            edge,
            reports,
            observer,
            replicated != null && replicated.follows(),
            () -> {
              if (tls != null) {
                tls.readAgain();
              }
            },
            () -> shutdown.begin(ExitCode.OK));

    var coordinating =
        CoordinatorSocket.listen(
            coordinatorSocket, coordinator, new Dispatch(fleet, coordinator, reports));
    shutdown.closeAtEnd("coordinator socket", coordinating);
    shutdown.closeAtEnd("sessions", edge::awaitSessions);
    shutdown.closeAtEnd("workers", fleet);
    shutdown.closeAtEnd("listener", edge::stopAccepting);
    var control =
        ControlSocket.listen(
            run,
            operations,
            BetSearch.of(WorkerCommand.of(settings), settings.folder(), settings.draw()));
    shutdown.closeAtEnd("control socket", control);
    FolderWatch.start(folder::check, why -> changed(fleet, why));
    FolderWatch.start(
        () -> {
          runDirectory.restore();
          coordinating.restore();
          control.restore();
        },
        this::cannotRestore);
    coordinator.start();
    fleet.start();
    if (!fleet.ready().await(settings.plan().workers(), settings.timing().boot())) {
      LOG.warn("ready", "error", "not all workers are ready yet", "ready", fleet.ready().count());
    }
    edge.start();
    fleet.awaitView();
    observer.start();
    sayReady(edge, fleet, web, replicated);
  }

  private @Nullable TlsServer tls(Clock clock) throws UsageException {
    TlsFiles files = settings.listen().tls();
    if (files == null) {
      return null;
    }
    try {
      TlsServer tls = TlsServer.of(files, shares.connections(), clock);
      tls.watchFiles();
      return tls;
    } catch (TlsFileException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** A server that only follows has none. */
  private List<Endpoint> endpoints(@Nullable TlsServer tls, @Nullable ReplicatedRun replicated) {
    boolean follows = replicated != null && replicated.follows();
    return follows ? List.of() : settings.listen().endpoints(tls);
  }

  private IntakeLimits edgeLimits() {
    IntakeLimits limits = settings.edge();
    return new IntakeLimits(
        shares.connections(), limits.perAgency(), limits.perAddress(), limits.handshake());
  }

  /**
   * Ends without closing the workers in order: the bets that they would still acknowledge might be
   * lost.
   */
  private void changed(Fleet fleet, Throwable why) {
    boolean isPlain = why instanceof FolderChangedException;
    LOG.fail("data", "error", isPlain ? why.getMessage() : why);
    fleet.kill();
    shutdown.begin(ExitCode.DISK_FAILED);
  }

  private void cannotRestore(Throwable why) {
    if (!shutdown.begun()) {
      LOG.fail("run", "error", why);
      boolean isTaken = why instanceof RunDirectory.InUseException;
      shutdown.begin(isTaken ? ExitCode.DATA_IN_USE : ExitCode.FAILED);
    }
  }

  /** The page has TLS where the agencies have it, with the same certificate. */
  private static Encryption encryption(@Nullable TlsServer tls) {
    return tls == null ? Encryption.NONE : new PageEncryption(tls);
  }

  private @Nullable WebServer web(Observer observer, Access access, @Nullable TlsServer tls)
      throws IOException {
    HttpSettings http = settings.http();
    if (http == null) {
      return null;
    }
    try {
      var web =
          WebServer.listen(http.address(), encryption(tls), access, observer, shares.webRequests());
      shutdown.closeAtEnd("web server", web);
      return web;
    } catch (BindException e) {
      throw (BindException)
          new BindException("--http " + http.address() + ": " + e.getMessage()).initCause(e);
    }
  }

  private void sayReady(
      AgencyListener edge, Fleet fleet, @Nullable WebServer web, @Nullable ReplicatedRun replicated)
      throws IOException {
    List<Object> facts = new ArrayList<>();
    if (edge.port() != 0) {
      facts.addAll(List.of("port", edge.port()));
    }
    if (edge.tlsPort() != 0) {
      facts.addAll(List.of("tls_port", edge.tlsPort()));
    }
    facts.addAll(List.of("workers", fleet.ready().count()));
    HttpSettings http = settings.http();
    if (web != null && http != null) {
      facts.addAll(List.of("http", web.port(), "http_readers", http.readers()));
    }
    if (replicated != null) {
      facts.addAll(List.of("ack_means", replicated.ack()));
    }
    if (edge.port() != 0) {
      facts.addAll(List.of("identity", UNCHECKED));
    }
    LOG.success("ready", facts.toArray());
  }

  private Fleet fleet(Path run, Path coordinatorSocket, OpenFolder folder) {
    var arguments =
        new WorkerArguments()
            .with(WorkerArguments.COORDINATOR, coordinatorSocket)
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
        WorkerCommand.of(settings),
        (ledger == null ? arguments : ledger.addTo(arguments)).words(),
        run,
        settings.plan(),
        settings.timing(),
        shutdown::begin);
  }
}
