package loteria.e2e.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import loteria.ipc.io.Channels;

/**
 * A proxy between agencies and their server: passes bytes in both directions, and can be slow,
 * stall, or reset every connection. Two virtual threads per connection.
 */
final class Proxy implements AutoCloseable {
  private static final Condition FREE = new Condition(64 << 10, Duration.ZERO, openGate());

  private final ServerSocketChannel listener;
  private final int server;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private volatile Condition condition = FREE;

  /**
   * How bytes are passed.
   *
   * @param bytes how many at a time
   * @param pause before each time
   * @param gate open unless nothing is passed at all
   */
  private record Condition(int bytes, Duration pause, CountDownLatch gate) {}

  private Proxy(ServerSocketChannel listener, int server) {
    this.listener = listener;
    this.server = server;
  }

  /** Starts accepting connections for the server on this port. */
  static Proxy to(int server) throws IOException {
    var listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    var proxy = new Proxy(listener, server);
    Thread.ofVirtual().start(proxy::acceptAll);
    return proxy;
  }

  int port() throws IOException {
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  /** Passes a few bytes at a time. */
  void slow(int bytes, Duration pause) {
    change(new Condition(bytes, pause, openGate()));
  }

  /** Passes nothing. */
  void stop() {
    change(new Condition(FREE.bytes, FREE.pause, new CountDownLatch(1)));
  }

  /** Passes everything immediately again. */
  void heal() {
    change(FREE);
  }

  /** Resets every connection. */
  void cut() {
    for (SocketChannel channel : open) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException _) {
        // Closed already, by its own thread.
      }
      Channels.close(channel);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    heal();
    cut();
  }

  private void change(Condition next) {
    Condition before = condition;
    condition = next;
    before.gate.countDown();
  }

  private void acceptAll() {
    while (listener.isOpen()) {
      try {
        SocketChannel agency = unbuffered(listener.accept());
        Thread.ofVirtual().start(() -> serve(agency));
      } catch (IOException _) {
        // Closed, or the peer was gone before it was accepted.
      }
    }
  }

  private void serve(SocketChannel agency) {
    open.add(agency);
    try (agency;
        var upstream = connected()) {
      open.add(upstream);
      Thread back = Thread.ofVirtual().start(() -> pass(upstream, agency));
      pass(agency, upstream);
      back.join();
      open.remove(upstream);
    } catch (IOException _) {
      // There is no server: the agency's connection is closed.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(agency);
    }
  }

  private SocketChannel connected() throws IOException {
    return unbuffered(
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server)));
  }

  /** Or Nagle's algorithm holds back the end of a handshake for 40 ms. */
  private static SocketChannel unbuffered(SocketChannel channel) throws IOException {
    return channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  private void pass(SocketChannel from, SocketChannel to) {
    var buffer = ByteBuffer.allocate(FREE.bytes);
    try {
      while (from.read(buffer.clear().limit(condition.bytes)) >= 0) {
        condition.gate.await();
        FaultPause.of(condition.pause);
        Channels.write(to, buffer.flip());
      }
      to.shutdownOutput();
    } catch (IOException _) {
      // One end is gone, so the other end's connection must end as well.
      Channels.close(from);
      Channels.close(to);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static CountDownLatch openGate() {
    return new CountDownLatch(0);
  }
}
