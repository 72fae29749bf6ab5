package loteria.ipc.io;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * Whether the peer of a TCP connection is still there, though it sends nothing.
 *
 * <p>A peer that closes its end and one that only says that it will send no more look the same: its
 * stream ends. But the first one's system answers no keep-alive probe, or with a reset, within a
 * minute or so of the close; the second one's answers each. After that the connection has an error
 * pending. A read does not tell it, for the stream's end comes before it: it takes a selector.
 */
public final class PeerCheck {
  private static final int PROBE_AFTER_S = 30;
  private static final int PROBE_EVERY_S = 10;
  private static final int PROBES_UNANSWERED = 3;

  private PeerCheck() {}

  /**
   * Says how peers are probed, before any is connected: a connection inherits it from its listener.
   * To say it of each connection would take three calls of the system more for every one.
   */
  public static void prepare(ServerSocketChannel listener) throws IOException {
    option(listener, ExtendedSocketOptions.TCP_KEEPIDLE, PROBE_AFTER_S);
    option(listener, ExtendedSocketOptions.TCP_KEEPINTERVAL, PROBE_EVERY_S);
    option(listener, ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES_UNANSWERED);
  }

  /** Has the system probe a peer that sends nothing, as its listener was {@link #prepare told}. */
  public static void probe(SocketChannel accepted) throws IOException {
    accepted.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
  }

  /**
   * Whether the connection has an error pending. No other thread may use the channel meanwhile.
   *
   * @throws IOException when it has been closed
   */
  public static boolean isGone(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    try (Selector selector = channel.provider().openSelector()) {
      // A connection that stands is never ready for this, but with an error.
      SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
      int _ = selector.selectNow();
      return key.isConnectable();
    } finally {
      channel.configureBlocking(true);
    }
  }

  private static <T> void option(NetworkChannel channel, SocketOption<T> option, T value)
      throws IOException {
    if (channel.supportedOptions().contains(option)) {
      channel.setOption(option, value);
    }
  }
}
