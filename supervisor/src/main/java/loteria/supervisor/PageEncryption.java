package loteria.supervisor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import loteria.supervisor.http.Encryption;
import loteria.supervisor.tls.TlsServer;
import org.jspecify.annotations.Nullable;

/**
 * The page's connections, encrypted with the server's certificate. A client over a loopback address
 * may do without: nobody else sees what it reads.
 */
record PageEncryption(TlsServer tls) implements Encryption {
  @Override
  public @Nullable Begun begin(SocketChannel socket) throws IOException {
    var first = ByteBuffer.allocate(1);
    boolean isEmpty = socket.read(first) < 1;
    first.flip();
    if (!isEmpty && TlsServer.isTls(first.get(0))) {
      return new Begun(tls.servePage(socket, first), ByteBuffer.allocate(0), true);
    }
    var peer = (InetSocketAddress) socket.getRemoteAddress();
    return peer.getAddress().isLoopbackAddress() ? new Begun(socket, first, false) : null;
  }
}
