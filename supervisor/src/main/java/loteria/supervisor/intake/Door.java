package loteria.supervisor.intake;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import loteria.ipc.io.AcceptLoop;
import loteria.ipc.io.PeerCheck;
import loteria.ipc.logging.ActionLog;
import loteria.supervisor.tls.TlsServer;
import org.jspecify.annotations.Nullable;

/** A port that agencies connect to. A platform thread accepts, once there is a permit. */
final class Door {
  private static final ActionLog LOG = new ActionLog(Door.class);

  private final ServerSocketChannel listener;
  private final @Nullable TlsServer tls;
  private final AcceptLoop loop;

  private Door(
      ServerSocketChannel listener,
      @Nullable TlsServer tls,
      Permits permits,
      Consumer<NewSocket> accepted) {
    this.listener = listener;
    this.tls = tls;
    this.loop =
        new AcceptLoop(
            tls == null ? "accept" : "accept-tls",
            permitted(listener, permits),
            socket -> accepted.accept(new NewSocket(socket, tls)),
            e -> LOG.fail("accept_connections", "error", e));
  }

  /**
   * A connection that has been accepted.
   *
   * @param tls makes its handshake, or null where it is not encrypted
   */
  record NewSocket(SocketChannel socket, @Nullable TlsServer tls) {}

  /**
   * Binds the port.
   *
   * @param permits one is acquired for each connection
   * @param accepted takes over each connection with its permit, on the accepting thread
   * @throws IOException if it cannot be bound
   */
  static Door open(Endpoint endpoint, Permits permits, Consumer<NewSocket> accepted)
      throws IOException {
    var listener = ServerSocketChannel.open();
    try {
      listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      PeerCheck.prepare(listener);
      listener.bind(endpoint.address(), endpoint.backlog());
      return new Door(listener, endpoint.tls(), permits, accepted);
    } catch (BindException e) {
      listener.close();
      String what = "port " + endpoint.address().getPort() + ": " + e.getMessage();
      throw (BindException) new BindException(what).initCause(e);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  private static AcceptLoop.Listener permitted(ServerSocketChannel listener, Permits permits) {
    return new AcceptLoop.Listener() {
      @Override
      public SocketChannel accept() throws IOException, InterruptedException {
        permits.acquire();
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
    };
  }

  boolean isTls() {
    return tls != null;
  }

  int port() throws IOException {
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  void start() {
    loop.start();
  }

  boolean isOpen() {
    return listener.isOpen();
  }

  boolean isAccepting() {
    return loop.isAccepting();
  }

  void close() throws IOException {
    loop.close();
  }
}
