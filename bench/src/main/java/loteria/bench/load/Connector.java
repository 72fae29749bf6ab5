package loteria.bench.load;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** How simulated agencies connect. Used by several threads. */
public interface Connector {
  /** A new connection of an agency, ready to be spoken on. */
  SocketChannel connect(int agency) throws IOException;

  /** Without TLS. */
  static Connector plain(SocketAddress server) {
    return _ -> SocketChannel.open(server).setOption(StandardSocketOptions.TCP_NODELAY, true);
  }
}
