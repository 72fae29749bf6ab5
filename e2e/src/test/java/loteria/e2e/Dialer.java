package loteria.e2e;

import java.io.IOException;
import java.net.Socket;

/** Opens connections to one port of a server. */
@FunctionalInterface
public interface Dialer {
  /**
   * Connects.
   *
   * @param agency whose certificate the client shows, if the port has TLS
   */
  Socket dial(int agency) throws IOException;

  /** One for a port without TLS. */
  static Dialer plain(int port) {
    return _ -> new Socket("localhost", port);
  }
}
