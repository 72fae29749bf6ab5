package loteria.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loteria.ipc.channel.Deadlines;
import loteria.ipc.log.ActionLog;
import loteria.ipc.process.ExitCode;
import loteria.ipc.process.Shutdown;
import loteria.ipc.wire.Coordination;
import loteria.supervisor.draw.Coordinator;
import loteria.supervisor.draw.CoordinatorSocket;
import loteria.supervisor.draw.WorkerLink;
import loteria.supervisor.edge.Edge;
import loteria.supervisor.fleet.Fleet;
import loteria.supervisor.relay.Relay;

/** Wires the supervisor's parts together and starts them; what closes them is {@link Shutdown}. */
final class Supervisor {
  private static final ActionLog LOG = new ActionLog(Supervisor.class);

  private final SupervisorSettings settings;
  private final Shutdown shutdown;

  Supervisor(SupervisorSettings settings, Shutdown shutdown) {
    this.settings = settings;
    this.shutdown = shutdown;
  }

  /**
   * Starts everything; returns once agencies are served.
   *
   * @return {@link ExitCode#OK}, or why it could not start
   */
  ExitCode start() throws IOException, InterruptedException {
    Files.createDirectories(settings.folder());
    DataLock dataLock = DataLock.take(settings.folder());
    if (dataLock == null) {
      LOG.fail("data", "folder", settings.folder(), "error", "another supervisor uses it");
      return ExitCode.DATA_IN_USE;
    }
    shutdown.closeAtEnd("data folder", dataLock);
    Path run = RunDirectory.prepare(settings.run());

    var deadlines = new Deadlines();
    shutdown.closeAtEnd("deadlines", deadlines);
    Coordinator coordinator =
        new Coordinator(
            settings.folder(),
            settings.agencies(),
            settings.winningNumber(),
            () -> shutdown.begin(ExitCode.DISK_FAILED));
    shutdown.closeAtEnd("coordinator", coordinator);
    Path coordinatorSocket = run.resolve("coordinator.sock");
    Fleet fleet = fleet(run, coordinatorSocket);
    var relay = new Relay(settings.relay(), deadlines, fleet.ready());
    Edge edge = Edge.listen(settings.port(), settings.backlog(), settings.edge(), deadlines, relay);

    shutdown.closeAtEnd(
        "coordinator socket",
        CoordinatorSocket.listen(coordinatorSocket, coordinator, reports(fleet, coordinator)));
    shutdown.closeAtEnd("sessions", edge::awaitSessions);
    shutdown.closeAtEnd("workers", fleet);
    shutdown.closeAtEnd("listener", edge::stopAccepting);
    coordinator.start();
    fleet.start();
    if (!fleet.ready().await(settings.workers(), settings.timing().boot())) {
      LOG.warn("ready", "error", "not all workers are ready yet", "ready", fleet.ready().count());
    }
    edge.start();
    LOG.success("ready", "port", edge.port(), "workers", fleet.ready().count());
    return ExitCode.OK;
  }

  private Fleet fleet(Path run, Path coordinatorSocket) {
    return new Fleet(
        WorkerCommand.of(settings),
        List.of(
            "--coordinator",
            coordinatorSocket.toString(),
            "--data",
            settings.data().toString(),
            "--draw",
            settings.draw(),
            "--agencies",
            Integer.toString(settings.agencies()),
            "--max-frame-bytes",
            Integer.toString(settings.relay().frameBytesMax()),
            "--grace",
            settings.timing().grace().toMillis() + "ms",
            "--log-level",
            settings.logLevel()),
        run,
        settings.workers(),
        settings.maxBatchesPerWorker(),
        settings.timing(),
        shutdown::begin);
  }

  private static CoordinatorSocket.Events reports(Fleet fleet, Coordinator coordinator) {
    return new CoordinatorSocket.Events() {
      @Override
      public void announced(Coordination.Ready announcement, WorkerLink link) {
        fleet.announced(
            announcement,
            link::drain,
            () -> coordinator.joined(link, announcement.journal()),
            link::close);
      }

      @Override
      public void beat(int slot, Coordination.Heartbeat heartbeat) {
        fleet.beat(slot, heartbeat);
      }
    };
  }
}
