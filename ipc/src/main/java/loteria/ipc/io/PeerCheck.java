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
 * A check whether the peer of a TCP connection still exists, although it sends nothing.
 *
 * <p>A peer that has closed the connection and a peer that only has ended its output look the same:
 * the stream ends. But the system of the first answers keep-alive probes with a reset or not at
 * all, within about a minute; the system of the second answers each. After that the connection has
 * an error pending. A read does not report it, because it reports the stream's end first; a
 * selector does.
 */
public final class PeerCheck {
  private static final int PROBE_AFTER_S = 30;
  private static final int PROBE_EVERY_S = 10;
  private static final int PROBES_UNANSWERED = 3;

  private PeerCheck() {}

  /**
   * Sets how peers are probed, on a listener: its connections inherit it. Setting it on each
   * connection would cost three more system calls for each.
   */
  public static void prepare(ServerSocketChannel listener) throws IOException {
    option(listener, ExtendedSocketOptions.TCP_KEEPIDLE, PROBE_AFTER_S);
    option(listener, ExtendedSocketOptions.TCP_KEEPINTERVAL, PROBE_EVERY_S);
    option(listener, ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES_UNANSWERED);
  }

  /**
   * Has the system probe a peer that sends nothing, as {@link #prepare} configured its listener.
   */
  public static void probe(SocketChannel accepted) throws IOException {
    accepted.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
  }

  /**
   * Whether the connection has an error pending. No other thread may use the channel meanwhile.
   *
   * @throws IOException if it has been closed
   */
  public static boolean isGone(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    try (Selector selector = channel.provider().openSelector()) {
      // An established connection is ready for this only if it has an error.
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
