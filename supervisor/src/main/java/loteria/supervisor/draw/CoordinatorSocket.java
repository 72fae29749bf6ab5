package loteria.supervisor.draw;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import loteria.ipc.io.AcceptLoop;
import loteria.ipc.io.UnixSocket;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.WorkerMessage;

/** The socket that workers report to. One virtual thread reads each connection. */
public final class CoordinatorSocket implements AutoCloseable {
  private static final ActionLog LOG = new ActionLog(CoordinatorSocket.class);

  private final UnixSocket socket;
  private final AcceptLoop loop;
  private final Coordinator coordinator;
  private final Events events;
  private final Set<WorkerLink> links = ConcurrentHashMap.newKeySet();

  /** The listener for events that do not concern the draw, called on the link's thread. */
  public interface Events {
    /**
     * A process claims to be a ready worker: if it is, the listener must pass it to the
     * coordinator, if not, close the link.
     */
    void announced(WorkerMessage.Ready announcement, WorkerLink link);

    /** A worker sent a sign of life. */
    void beat(long pid, WorkerMessage.Heartbeat heartbeat);

    /** A worker sent figures for people. */
    void reported(long pid, WorkerMessage.Report report);

    /** An agency has finished; called before the coordinator knows of it. */
    void finished(WorkerMessage.AgencyFinished end);

    /** A worker said how far its copy of a replicated log is. */
    void followed(long pid, WorkerMessage.Followed position);

    /** An operator closed these agencies before the worker started. */
    void closed(List<Integer> agencies);

    /** A worker that had joined is gone. */
    void left(long pid);
  }

  private CoordinatorSocket(UnixSocket socket, Coordinator coordinator, Events events) {
    this.socket = socket;
    this.loop =
        new AcceptLoop(
            "coordinator", socket, this::accepted, e -> LOG.fail("coordinator", "error", e));
    this.coordinator = coordinator;
    this.events = events;
  }

  /** Starts accepting workers' connections. */
  public static CoordinatorSocket listen(Path path, Coordinator coordinator, Events events)
      throws IOException {
    var listening = new CoordinatorSocket(UnixSocket.listen(path), coordinator, events);
    listening.loop.start();
    return listening;
  }

  /** Recreates the socket if its file is gone: workers that are connected stay. */
  public void restore() throws IOException {
    socket.restore();
  }

  @Override
  public void close() throws IOException {
    loop.close();
    links.forEach(WorkerLink::close);
  }

  private void accepted(SocketChannel channel) {
    var link = new WorkerLink(channel);
    Thread.ofPlatform().name("link").daemon().start(() -> serve(link));
  }

  private void serve(WorkerLink link) {
    links.add(link);
    try (link) {
      if (link.receive() instanceof WorkerMessage.Ready announcement) {
        events.announced(announcement, link);
        if (link.awaitJoined()) {
          listen(link, announcement);
        }
      }
    } catch (IOException e) {
      LOG.detail("coordinator", "error", e);
    } finally {
      links.remove(link);
      link.ended();
      coordinator.left(link);
    }
  }

  private void listen(WorkerLink link, WorkerMessage.Ready announcement) throws IOException {
    try {
      hear(link, announcement);
    } finally {
      events.left(announcement.pid());
    }
  }

  private void hear(WorkerLink link, WorkerMessage.Ready announcement) throws IOException {
    WorkerMessage news = link.receive();
    while (news != null) {
      hear(news, link, announcement.pid());
      news = link.receive();
    }
  }

  private void hear(WorkerMessage news, WorkerLink link, long pid) throws IOException {
    if (news instanceof WorkerMessage.Heartbeat heartbeat) {
      events.beat(pid, heartbeat);
    } else if (news instanceof WorkerMessage.Report report) {
      events.reported(pid, report);
    } else if (news instanceof WorkerMessage.AgencyFinished finished) {
      events.finished(finished);
      coordinator.finished(finished.agency(), finished.end());
    } else if (news instanceof WorkerMessage.DrawFound(var draw, long end)) {
      coordinator.found(draw, end);
    } else if (news instanceof WorkerMessage.StageReached(var stage, long end)) {
      coordinator.reached(stage, end);
    } else if (news instanceof WorkerMessage.DigestsScanned scanned) {
      link.answered(scanned);
    } else if (news instanceof WorkerMessage.AgenciesClosed(List<Integer> agencies)) {
      events.closed(agencies);
    } else if (news instanceof WorkerMessage.Followed position) {
      events.followed(pid, position);
    } else if (news instanceof WorkerMessage.Scanned scanned) {
      link.answered(scanned);
    } else if (news instanceof WorkerMessage.DrawRecorded recorded) {
      link.answered(recorded);
    } else if (news instanceof WorkerMessage.LinesFlushed) {
      link.linesFlushed();
    } else {
      throw new IOException("a worker sent a message that only the supervisor may send");
    }
  }
}
