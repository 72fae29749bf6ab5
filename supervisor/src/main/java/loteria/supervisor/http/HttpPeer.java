package loteria.supervisor.http;

import java.net.InetAddress;

/**
 * The other end of a connection.
 *
 * @param address its IP address, which is a proxy's if one is between
 * @param encrypted whether the connection is TLS up to this server, so that a cookie may be Secure
 */
public record HttpPeer(InetAddress address, boolean encrypted) {}
