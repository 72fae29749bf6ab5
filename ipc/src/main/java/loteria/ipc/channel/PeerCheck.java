package loteria.ipc.channel;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
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

  /** Has the system probe a peer that sends nothing. */
  public static void probe(SocketChannel channel) throws IOException {
    option(channel, StandardSocketOptions.SO_KEEPALIVE, true);
    option(channel, ExtendedSocketOptions.TCP_KEEPIDLE, PROBE_AFTER_S);
    option(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, PROBE_EVERY_S);
    option(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES_UNANSWERED);
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

  private static <T> void option(SocketChannel channel, SocketOption<T> option, T value)
      throws IOException {
    if (channel.supportedOptions().contains(option)) {
      channel.setOption(option, value);
    }
  }
}
