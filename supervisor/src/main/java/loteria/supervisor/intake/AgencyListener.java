package loteria.supervisor.intake;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import loteria.ipc.io.AcceptLoop;
import loteria.ipc.io.Channels;
import loteria.ipc.io.Deadlines;
import loteria.ipc.io.PeerCheck;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.runtime.SessionCount;
import loteria.ipc.runtime.SessionThreads;
import loteria.supervisor.relay.Relay;
import org.jspecify.annotations.Nullable;

/**
 * The listener for agencies. A platform thread accepts, once there is a permit for one more
 * connection; a thread of its own serves each.
 */
public final class AgencyListener {
  private static final ActionLog LOG = new ActionLog(AgencyListener.class);

  /** How often at most a warning says that all connections are taken. */
  private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

  private final ServerSocketChannel listener;
  private final IntakeLimits limits;
  private final Deadlines deadlines;
  private final Relay relay;
  private final Semaphore permits;

  private final SessionCount sessions = new SessionCount();

  private final Set<NewConnection> newConnections = ConcurrentHashMap.newKeySet();
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final AcceptLoop loop;
  private volatile boolean draining;

  private AgencyListener(
      ServerSocketChannel listener, IntakeLimits limits, Deadlines deadlines, Relay relay) {
    this.listener = listener;
    this.limits = limits;
    this.deadlines = deadlines;
    this.relay = relay;
    this.permits = new Semaphore(limits.connections());
    this.loop =
        new AcceptLoop(
            "accept",
            new Permitted(),
            this::accepted,
            e -> LOG.fail("accept_connections", "error", e));
  }

  /**
   * Binds the port on all addresses.
   *
   * @param port the TCP port; 0 for any that is free
   * @param backlog how many connections may wait to be accepted
   * @throws IOException if it cannot be bound
   */
  public static AgencyListener listen(
      int port, int backlog, IntakeLimits limits, Deadlines deadlines, Relay relay)
      throws IOException {
    var listener = ServerSocketChannel.open();
    try {
      listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      PeerCheck.prepare(listener);
      listener.bind(new InetSocketAddress(port), backlog);
      return new AgencyListener(listener, limits, deadlines, relay);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  /** The port it listens on. */
  public int port() throws IOException {
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  /** Starts accepting; returns immediately. */
  public void start() {
    loop.start();
  }

  /**
   * Stops accepting; sessions that are served continue, connections that have sent nothing are
   * closed.
   */
  public void stopAccepting() throws IOException {
    loop.close();
    newConnections.forEach(NewConnection::closeIfUnknown);
  }

  /**
   * Stops accepting and reads no further request, except from agencies that have finished; requests
   * that have been read are answered. An agency that waits for the draw stays connected, and may
   * ask for it again.
   */
  public void drain() throws IOException {
    draining = true;
    stopAccepting();
    relay.drain();
  }

  /** Whether {@link #drain} has been called. */
  public boolean isDraining() {
    return draining;
  }

  /** Why new connections are not served, or null while they are. */
  public @Nullable String notAccepting() {
    if (draining) {
      return "drained by an operator: the port is closed";
    }
    if (!listener.isOpen()) {
      return "the server stops: the port is closed";
    }
    return loop.isAccepting() ? null : "the server starts: no connection is served yet";
  }

  /** How many agencies are connected. */
  public int connections() {
    return open.size();
  }

  /** Waits until every session has ended. */
  public void awaitSessions() throws IOException {
    try {
      sessions.awaitNone();
    } catch (InterruptedException e) {
      throw new IOException("interrupted while sessions ended", e);
    }
  }

  private void accepted(SocketChannel channel) {
    open.add(channel);
    long epoch = relay.taken();
    sessions.begin();
    SessionThreads.start(() -> serve(channel, epoch));
  }

  private void serve(SocketChannel channel, long epoch) {
    try {
      var peer = (InetSocketAddress) channel.getRemoteAddress();
      String ip = peer.getAddress().getHostAddress();
      LOG.success("accept_connections", "ip", ip);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      PeerCheck.probe(channel);
      serve(new NewConnection(channel, epoch, ip, limits, deadlines, relay));
    } catch (IOException e) {
      LOG.detail("session", "error", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      Channels.close(channel);
      open.remove(channel);
      permits.release();
      sessions.end();
    }
  }

  private void serve(NewConnection arrival) throws IOException, InterruptedException {
    newConnections.add(arrival);
    try {
      if (listener.isOpen()) {
        arrival.serve();
      }
    } finally {
      newConnections.remove(arrival);
    }
  }

  /** The listener, which accepts once there is a permit. Used by the accepting thread alone. */
  private final class Permitted implements AcceptLoop.Listener {
    private long saidAgainNanos = System.nanoTime();

    @Override
    public SocketChannel accept() throws IOException, InterruptedException {
      awaitPermit();
      try {
        return listener.accept();
      } catch (IOException e) {
        permits.release();
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }

    private void awaitPermit() throws InterruptedException {
      if (!permits.tryAcquire()) {
        if (System.nanoTime() - saidAgainNanos >= 0) {
          saidAgainNanos = Deadlines.in(SAY_AGAIN);
          LOG.warn(
              "accept_connections",
              "error",
              String.format(
                  Locale.ROOT,
                  "all %d connections are taken, new ones wait",
                  limits.connections()));
        }
        permits.acquire();
      }
    }
  }
}
