package loteria.bench.limit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import loteria.ipc.io.Channels;
import loteria.ipc.io.UnixSocket;

/**
 * A relay that copies connections from TCP to a Unix-domain socket and back without reading their
 * content.
 */
final class BareRelay {
  private static final int BUFFER_BYTES = 64 << 10;

  private BareRelay() {}

  /** Relays until the process is ended; first prints the port that it listens on. */
  static void run(Path sink) throws IOException {
    try (var listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
      System.out.println(((InetSocketAddress) listener.getLocalAddress()).getPort());
      while (true) {
        SocketChannel agency = listener.accept().setOption(StandardSocketOptions.TCP_NODELAY, true);
        SocketChannel worker = UnixSocket.connect(sink);
        Thread.ofVirtual().start(() -> copy(agency, worker));
        Thread.ofVirtual().start(() -> copy(worker, agency));
      }
    }
  }

  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try {
      while (from.read(buffer.clear()) >= 0) {
        Channels.write(to, buffer.flip());
      }
      to.shutdownOutput();
    } catch (IOException _) {
      Channels.close(from);
      Channels.close(to);
    }
  }
}
