package loteria.supervisor;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import loteria.supervisor.http.Encryption;
import loteria.supervisor.tls.TlsServer;
import org.jspecify.annotations.Nullable;

/** The page's connections, encrypted with the server's certificate. */
record PageEncryption(TlsServer tls) implements Encryption {
  @Override
  public @Nullable SocketChannel begin(SocketChannel socket) throws IOException {
    return tls.servePage(socket);
  }

  @Override
  public boolean encrypts() {
    return true;
  }
}
