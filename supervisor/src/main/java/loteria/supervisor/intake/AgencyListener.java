package loteria.supervisor.intake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import loteria.ipc.io.Channels;
import loteria.ipc.io.Deadlines;
import loteria.ipc.io.PeerCheck;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Limits;
import loteria.ipc.runtime.SessionCount;
import loteria.ipc.runtime.SessionThreads;
import loteria.supervisor.relay.Relay;
import loteria.supervisor.tls.Identified;
import loteria.supervisor.tls.TlsServer;
import org.jspecify.annotations.Nullable;

/**
 * The listener for agencies, on one port or several. A platform thread of each accepts, once there
 * is a permit for one more connection; a thread of its own serves each connection.
 */
public final class AgencyListener {
  private static final ActionLog LOG = new ActionLog(AgencyListener.class);

  /** How long a connection that is refused may take to send its first bytes, at most. */
  private static final Duration REFUSED_PATIENCE = Duration.ofSeconds(1);

  /** How many handshakes are made at a time only to tell the peer that it has too many. */
  private static final int REFUSED_HANDSHAKES_MAX = 8;

  private final List<Door> doors = new ArrayList<>();
  private final IntakeLimits limits;
  private final Deadlines deadlines;
  private final Relay relay;
  private final Permits permits;
  private final AddressShares addresses;
  private final Shares<Integer> agencies;

  private final Semaphore refusedHandshakes = new Semaphore(REFUSED_HANDSHAKES_MAX);
  private final SessionCount sessions = new SessionCount();

  private final Set<NewConnection> newConnections = ConcurrentHashMap.newKeySet();
  private final Set<SocketChannel> handshaking = ConcurrentHashMap.newKeySet();
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  private AgencyListener(int doors, IntakeLimits limits, Deadlines deadlines, Relay relay) {
    this.limits = limits;
    this.deadlines = deadlines;
    this.relay = relay;
    this.permits = new Permits(limits.connections(), doors);
    this.addresses = new AddressShares(limits.perAddress());
    this.agencies = new Shares<>(limits.perAgency());
  }

  /**
   * Binds the ports.
   *
   * @throws IOException if one of them cannot be bound
   */
  public static AgencyListener listen(
      List<Endpoint> endpoints, IntakeLimits limits, Deadlines deadlines, Relay relay)
      throws IOException {
    var listener = new AgencyListener(endpoints.size(), limits, deadlines, relay);
    try {
      for (Endpoint endpoint : endpoints) {
        listener.doors.add(Door.open(endpoint, listener.permits, listener::accepted));
      }
      return listener;
    } catch (IOException e) {
      listener.stopAccepting();
      throw e;
    }
  }

  /** The port without TLS; 0 where there is none. */
  public int port() throws IOException {
    return port(false);
  }

  /** The port with TLS; 0 where there is none. */
  public int tlsPort() throws IOException {
    return port(true);
  }

  /** Whether one of the ports is without TLS, so that its peers may speak for any agency. */
  public boolean isUnchecked() {
    return doors.stream().anyMatch(door -> !door.isTls());
  }

  private int port(boolean isTls) throws IOException {
    for (Door door : doors) {
      if (door.isTls() == isTls) {
        return door.port();
      }
    }
    return 0;
  }

  /** Starts accepting; returns immediately. */
  public void start() {
    doors.forEach(Door::start);
  }

  /**
   * Stops accepting; sessions that are served continue, connections that have sent nothing are
   * closed.
   */
  public void stopAccepting() throws IOException {
    IOException failure = null;
    for (Door door : doors) {
      try {
        door.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    handshaking.forEach(Channels::close);
    newConnections.forEach(NewConnection::closeIfUnknown);
    if (failure != null) {
      throw failure;
    }
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
    if (!isOpen()) {
      return "the server stops: the port is closed";
    }
    return doors.stream().allMatch(Door::isAccepting)
        ? null
        : "the server starts: no connection is served yet";
  }

  private boolean isOpen() {
    return doors.stream().allMatch(Door::isOpen);
  }

  /** How many connections there are. */
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

  private void accepted(Door.NewSocket accepted) {
    open.add(accepted.socket());
    TlsServer tls = accepted.tls();
    if (tls != null) {
      tls.begin(accepted.socket());
    }
    int connection = relay.taken();
    sessions.begin();
    SessionThreads.start(() -> serve(accepted.socket(), tls, connection));
  }

  private void serve(SocketChannel socket, @Nullable TlsServer tls, int connection) {
    @Nullable InetAddress address = null;
    boolean isRefusedHandshake = false;
    try {
      address = ((InetSocketAddress) socket.getRemoteAddress()).getAddress();
      String ip = address.getHostAddress();
      boolean mayConnect = addresses.take(address);
      isRefusedHandshake = tls != null && !mayConnect;
      if (isRefusedHandshake && !refusedHandshakes.tryAcquire()) {
        isRefusedHandshake = false;
        return;
      }
      LOG.success("accept_connections", "ip", ip);
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      PeerCheck.probe(socket);
      var first = ByteBuffer.allocate(Limits.PING_BYTES_MAX);
      Entrance entrance =
          tls == null ? Entrance.plain(socket, ip) : handshake(tls, socket, ip, first, mayConnect);
      serve(mayConnect ? entrance : entrance.crowded("address"), tls, connection, first);
    } catch (IOException e) {
      LOG.detail("session", "error", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      Channels.close(socket);
      if (tls != null) {
        tls.end(socket);
      }
      if (isRefusedHandshake) {
        refusedHandshakes.release();
      }
      if (address != null) {
        addresses.release(address);
      }
      open.remove(socket);
      permits.release();
      sessions.end();
    }
  }

  private Entrance handshake(
      TlsServer tls, SocketChannel socket, String ip, ByteBuffer first, boolean mayConnect)
      throws IOException {
    Duration patience = patience(!mayConnect);
    var limit = new HandshakeLimit(socket, Deadlines.in(patience));
    deadlines.watch(limit);
    handshaking.add(socket);
    try {
      if (!isOpen()) {
        throw new IOException("the server stops");
      }
      return Entrance.encrypted(tls, socket, ip, first);
    } catch (IOException e) {
      if (isOpen()) {
        LOG.warn("handshake", "ip", ip, "error", limit.isOver() ? "not made in time" : e);
        // The peer may have sent more behind what failed, and is to get the alert that says why.
        Channels.closeAfterAnswer(socket, deadlines, REFUSED_PATIENCE);
      }
      throw e;
    } finally {
      handshaking.remove(socket);
      deadlines.forget(limit);
      tls.end(socket);
    }
  }

  private void serve(Entrance entrance, @Nullable TlsServer tls, int connection, ByteBuffer first)
      throws IOException, InterruptedException {
    Identified identified = entrance.identified();
    if (identified == null || tls == null) {
      converse(entrance, connection, first);
      return;
    }
    int agency = identified.agency();
    boolean mayConnect = agency == 0 || agencies.take(agency);
    try {
      converse(mayConnect ? entrance : entrance.crowded("agency"), connection, first);
    } finally {
      if (agency != 0) {
        agencies.release(agency);
      }
      tls.leave(identified);
    }
  }

  private void converse(Entrance entrance, int connection, ByteBuffer first)
      throws IOException, InterruptedException {
    Duration patience = patience(entrance.refusal() != null);
    var arrival = new NewConnection(entrance, connection, patience, deadlines, relay);
    newConnections.add(arrival);
    try {
      if (isOpen()) {
        arrival.serve(first);
      }
    } finally {
      newConnections.remove(arrival);
    }
  }

  /** How long a peer may take until it is known. */
  private Duration patience(boolean isRefused) {
    boolean isShort = isRefused && limits.handshake().compareTo(REFUSED_PATIENCE) > 0;
    return isShort ? REFUSED_PATIENCE : limits.handshake();
  }
}
