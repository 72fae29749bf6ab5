package loteria.supervisor.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** The encryption of an HTTP server's connections. */
public interface Encryption {
  /** No connection is encrypted. */
  Encryption NONE = socket -> new Begun(socket, ByteBuffer.allocate(0), false);

  /**
   * A connection that requests can be read from.
   *
   * @param channel to speak on
   * @param first what has been read already, ready to be taken
   * @param encrypted whether the channel encrypts
   */
  record Begun(SocketChannel channel, ByteBuffer first, boolean encrypted) {}

  /**
   * Makes the handshake of a connection, on the thread that serves it; the socket may be closed
   * meanwhile.
   *
   * @return null if the client must encrypt and does not
   * @throws IOException if the handshake fails
   */
  @Nullable Begun begin(SocketChannel socket) throws IOException;
}
