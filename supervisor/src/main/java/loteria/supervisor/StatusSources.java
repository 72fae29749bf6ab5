package loteria.supervisor;

import java.util.List;
import loteria.ipc.message.WorkerMessage;
import loteria.supervisor.draw.DrawProgress;
import loteria.supervisor.events.EventLog;
import loteria.supervisor.intake.AgencyListener;
import loteria.supervisor.relay.Relay;
import loteria.supervisor.slot.SlotView;
import loteria.supervisor.status.Event;
import loteria.supervisor.status.PastDraw;
import loteria.supervisor.status.Status;
import loteria.supervisor.status.Watched;
import loteria.supervisor.tls.Expiry;
import loteria.supervisor.tls.TlsServer;
import org.jspecify.annotations.Nullable;

/** The observer's sources, each read from the part that knows it. */
record StatusSources(
    RunningDraw running,
    Season season,
    AgencyListener edge,
    Relay relay,
    @Nullable TlsServer tls,
    EventLog eventLog)
    implements Watched {
  @Override
  public List<SlotView> workers() {
    return running.fleet().view();
  }

  @Override
  public int workersWanted() {
    return running.fleet().wanted();
  }

  @Override
  public DrawProgress draw() {
    return running.coordinator().progress();
  }

  @Override
  public int connections() {
    return edge.connections();
  }

  @Override
  public long heldBytes() {
    return relay.heldBytes();
  }

  @Override
  public long roomBytes() {
    return running.folder().roomBytes();
  }

  @Override
  public boolean isDraining() {
    return edge.isDraining();
  }

  @Override
  public Status.Identity identity() {
    if (tls == null) {
      return Status.Identity.UNCHECKED;
    }
    Expiry expiry = tls.expiry();
    return new Status.Identity(
        edge.isUnchecked(),
        true,
        relay.denials().count() + tls.cutOff(),
        expiry.certificate(),
        expiry.clientCa(),
        expiry.crl());
  }

  @Override
  public Status.@Nullable Replication replication() {
    ReplicatedRun replicated = running.replicated();
    WorkerMessage.Followed followed = running.reports().followed();
    if (replicated == null) {
      return null;
    }
    return followed == null
        ? new Status.Replication(replicated.ack(), 0, 0, false, replicated.follows(), null)
        : new Status.Replication(
            replicated.ack(),
            followed.position(),
            followed.end() - followed.position(),
            followed.isReachable(),
            replicated.follows(),
            followed.clockAheadMs());
  }

  @Override
  public List<PastDraw> earlier() {
    return season.past();
  }

  @Override
  public List<Event> events() {
    return eventLog.newest();
  }

  @Override
  public @Nullable String notReady() {
    if (running.follows()) {
      return "follows the log and serves no agency";
    }
    String why = edge.notAccepting();
    if (why != null) {
      return why;
    }
    return relay.canServe() ? null : "no worker takes a session";
  }
}
