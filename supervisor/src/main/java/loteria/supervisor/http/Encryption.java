package loteria.supervisor.http;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** The encryption of an HTTP server's connections. */
public interface Encryption {
  /** Connections are not encrypted. */
  Encryption NONE =
      new Encryption() {
        @Override
        public SocketChannel begin(SocketChannel socket) {
          return socket;
        }

        @Override
        public boolean encrypts() {
          return false;
        }
      };

  /**
   * Makes the handshake of a connection, on the thread that serves it; the socket may be closed
   * meanwhile.
   *
   * @return the channel to speak on, or null if the client does not encrypt
   * @throws IOException if the handshake fails
   */
  @Nullable SocketChannel begin(SocketChannel socket) throws IOException;

  /** Whether connections are encrypted. */
  boolean encrypts();
}
