package loteria.brokers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes the connections to one port of a broker on, while the network's ways between both ends are
 * not cut. Two virtual threads per connection.
 */
final class Relay implements AutoCloseable {
  private static final int BUFFER_BYTES = 32 << 10;

  private final ServerSocketChannel listener;
  private final int target;
  private final BrokerNetwork.Ends ends;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  private Relay(ServerSocketChannel listener, int target, BrokerNetwork.Ends ends) {
    this.listener = listener;
    this.target = target;
    this.ends = ends;
  }

  /** Starts accepting connections for a port of loopback. */
  static Relay to(int target, BrokerNetwork.Ends ends) throws IOException {
    var listener = ServerSocketChannel.open();
    listener.bind(loopback(0));
    var relay = new Relay(listener, target, ends);
    Thread.ofVirtual().start(relay::acceptAll);
    return relay;
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  int port() {
    return listener.socket().getLocalPort();
  }

  /** Resets every connection. */
  void reset() {
    for (SocketChannel channel : open) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException _) {
        // Closed already, by its own thread.
      }
      close(channel);
    }
  }

  @Override
  public void close() {
    close(listener);
    reset();
  }

  private static void close(AutoCloseable channel) {
    try {
      channel.close();
    } catch (Exception _) {
      // It is of no more use.
    }
  }

  private void acceptAll() {
    while (listener.isOpen()) {
      try {
        SocketChannel client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException _) {
        // Closed, or the peer was gone before it was accepted.
      }
    }
  }

  private void serve(SocketChannel client) {
    open.add(client);
    try (client) {
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      var remote = (InetSocketAddress) client.getRemoteAddress();
      String sender = ends.sender().apply(remote.getAddress());
      // Both ways are needed for a handshake.
      ends.network().await(sender, ends.receiver());
      ends.network().await(ends.receiver(), sender);
      serve(client, sender);
    } catch (IOException _) {
      // There is no broker: the connection is closed.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private void serve(SocketChannel client, String sender) throws IOException, InterruptedException {
    try (var broker = SocketChannel.open(loopback(target))) {
      broker.setOption(StandardSocketOptions.TCP_NODELAY, true);
      open.add(broker);
      Thread back = Thread.ofVirtual().start(() -> pass(broker, ends.receiver(), client, sender));
      pass(client, sender, broker, ends.receiver());
      back.join();
      open.remove(broker);
    }
  }

  private void pass(SocketChannel from, String sender, SocketChannel to, String receiver) {
    var buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try {
      boolean isOpen = true;
      while (isOpen) {
        isOpen = from.read(buffer.clear()) >= 0;
        ends.network().await(sender, receiver);
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
      }
      to.shutdownOutput();
    } catch (IOException _) {
      // One end is gone, so the other end's connection must end as well.
      close(from);
      close(to);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
