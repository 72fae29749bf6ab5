package loteria.supervisor.relay;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import loteria.ipc.logging.ActionLog;
import loteria.supervisor.pool.ReadyWorker;
import loteria.supervisor.pool.ReadyWorkers;

/**
 * Finds out whether a session could be given to a worker, by connecting to one: a worker that
 * reports that it is ready cannot be reached once its socket was removed. Never waits.
 */
final class WorkerProbe {
  private static final ActionLog LOG = new ActionLog(WorkerProbe.class);

  private WorkerProbe() {}

  /** Whether any of them takes a connection now. */
  static boolean reachesAny(ReadyWorkers workers) {
    return workers.all().stream().map(ReadyWorker::socket).anyMatch(WorkerProbe::reaches);
  }

  private static boolean reaches(Path socket) {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // Blocking, it would wait while the worker's backlog is full.
      channel.configureBlocking(false);
      return channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      LOG.detail("worker_probe", "socket", socket, "error", e);
      return false;
    }
  }
}
