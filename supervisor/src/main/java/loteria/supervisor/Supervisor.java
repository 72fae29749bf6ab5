package loteria.supervisor;

import java.io.IOException;
import java.net.BindException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.folder.FolderWatch;
import loteria.ipc.io.Deadlines;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.runtime.Shutdown;
import loteria.ipc.settings.UsageException;
import loteria.ipc.time.WallClock;
import loteria.ipc.tls.TlsFileException;
import loteria.supervisor.access.Access;
import loteria.supervisor.control.BetSearch;
import loteria.supervisor.control.ControlSocket;
import loteria.supervisor.control.LiveOperations;
import loteria.supervisor.events.EventFile;
import loteria.supervisor.events.EventLog;
import loteria.supervisor.fleet.Fleet;
import loteria.supervisor.http.Encryption;
import loteria.supervisor.intake.AgencyListener;
import loteria.supervisor.intake.Endpoint;
import loteria.supervisor.intake.IntakeLimits;
import loteria.supervisor.relay.Relay;
import loteria.supervisor.status.Facts;
import loteria.supervisor.status.Observed;
import loteria.supervisor.status.Observer;
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
    var clock = Clock.systemUTC();
    Season season = Season.begin(settings, clock, shutdown);
    RunningDraw first = season.current();
    EarlierDraws earlier = season.earlier();
    earlier.announce();
    RunDirectory runDirectory = season.taker().run();
    shutdown.closeAtEnd("data folder", season.running()::closeFolders);
    shutdown.closeAtEnd("run folder", runDirectory);

    var events = new EventLog(eventFile(first), clock);
    shutdown.closeAtEnd("events", events);
    events.start();
    var deadlines = new Deadlines();
    shutdown.closeAtEnd("deadlines", deadlines);
    shutdown.closeAtEnd("coordinator", season.running()::closeCoordinators);
    var relay =
        new Relay(
            settings.relay(), deadlines, season.open(), shares.spares(), WallClock::latestDay);
    TlsServer tls = tls(clock);
    AgencyListener edge =
        AgencyListener.listen(endpoints(tls, first), edgeLimits(), deadlines, relay);
    Instant startedAt = clock.instant();
    var view =
        new CurrentView(
            draw ->
                new Observer(
                    facts(draw, startedAt),
                    new StatusSources(draw, season, edge, relay, tls, events),
                    draw.reports(),
                    clock));
    view.show(first);
    shutdown.closeAtEnd("observer", view);
    WebServer web = web(view, access, tls);
    var nextDraw = new NextDraw(settings, season, edge, draw -> opened(draw, events, view));
    var operations =
        new LiveOperations(
            () -> current(season, view),
            shares.workersMax(),
            edge,
            nextDraw,
            () -> {
              if (tls != null) {
                tls.readAgain();
              }
            },
            () -> shutdown.begin(ExitCode.OK));

    first.start(season);
    shutdown.closeAtEnd("coordinator socket", season.running()::closeSockets);
    shutdown.closeAtEnd("sessions", edge::awaitSessions);
    shutdown.closeAtEnd("workers", season::closeFleets);
    shutdown.closeAtEnd("listener", edge::stopAccepting);
    var control =
        ControlSocket.listen(runDirectory.path(), operations, new BetSearch(season::toSearch));
    shutdown.closeAtEnd("control socket", control);
    FolderWatch.start(
        () -> {
          runDirectory.restore();
          control.restore();
        },
        season::cannotRestore);
    Fleet fleet = first.fleet();
    if (!fleet.ready().await(settings.plan().workers(), settings.timing().boot())) {
      LOG.warn("ready", "error", "not all workers are ready yet", "ready", fleet.ready().count());
    }
    edge.start();
    fleet.awaitView();
    view.start();
    sayReady(edge, first, web);
    nextDraw.enable();
    earlier.start();
  }

  private static EventFile eventFile(RunningDraw draw) {
    return new EventFile(draw.settings().folder(), draw.settings().access());
  }

  private Facts facts(RunningDraw draw, Instant startedAt) {
    return draw.settings().facts(SupervisorMain.version(), startedAt, shares.connections());
  }

  private static LiveOperations.Current current(Season season, CurrentView view) {
    RunningDraw draw = season.current();
    return new LiveOperations.Current(
        draw.name(), draw.fleet(), draw.coordinator(), draw.reports(), view, draw.follows());
  }

  /** What happens from now on is the next draw's. */
  private static void opened(RunningDraw draw, EventLog events, CurrentView view) {
    try {
      events.continueIn(eventFile(draw));
    } catch (IOException e) {
      LOG.warn("events", "error", "they stay with the draw before: " + e);
    }
    draw.fleet().awaitView();
    view.show(draw);
    view.start();
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
  private List<Endpoint> endpoints(@Nullable TlsServer tls, RunningDraw draw) {
    return draw.follows() ? List.of() : settings.listen().endpoints(tls);
  }

  private IntakeLimits edgeLimits() {
    IntakeLimits limits = settings.edge();
    return new IntakeLimits(
        shares.connections(), limits.perAgency(), limits.perAddress(), limits.handshake());
  }

  /** The page has TLS where the agencies have it, with the same certificate. */
  private static Encryption encryption(@Nullable TlsServer tls) {
    return tls == null ? Encryption.NONE : new PageEncryption(tls);
  }

  private @Nullable WebServer web(Observed observed, Access access, @Nullable TlsServer tls)
      throws IOException {
    HttpSettings http = settings.http();
    if (http == null) {
      return null;
    }
    try {
      var web =
          WebServer.listen(http.address(), encryption(tls), access, observed, shares.webRequests());
      shutdown.closeAtEnd("web server", web);
      return web;
    } catch (BindException e) {
      throw (BindException)
          new BindException("--http " + http.address() + ": " + e.getMessage()).initCause(e);
    }
  }

  private void sayReady(AgencyListener edge, RunningDraw draw, @Nullable WebServer web)
      throws IOException {
    List<Object> facts = new ArrayList<>();
    if (edge.port() != 0) {
      facts.addAll(List.of("port", edge.port()));
    }
    if (edge.tlsPort() != 0) {
      facts.addAll(List.of("tls_port", edge.tlsPort()));
    }
    facts.addAll(List.of("workers", draw.fleet().ready().count()));
    HttpSettings http = settings.http();
    if (web != null && http != null) {
      facts.addAll(List.of("http", web.port(), "http_readers", http.readers()));
    }
    ReplicatedRun replicated = draw.replicated();
    if (replicated != null) {
      facts.addAll(List.of("ack_means", replicated.ack()));
    }
    if (edge.port() != 0) {
      facts.addAll(List.of("identity", UNCHECKED));
    }
    LOG.success("ready", facts.toArray());
  }
}
