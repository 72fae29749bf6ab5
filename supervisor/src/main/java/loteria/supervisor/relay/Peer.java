package loteria.supervisor.relay;

/**
 * The other end of a connection, before any message has come.
 *
 * @param ip the address, for the log
 * @param agency the one of the peer's certificate; 0 if it has none, or one that is refused
 * @param serial the certificate's number, in hexadecimal digits; empty where there is none
 */
public record Peer(String ip, int agency, String serial) {
  /** A peer without a certificate: it may speak for any agency, unless it is refused. */
  public static Peer at(String ip) {
    return new Peer(ip, 0, "");
  }
}
