package loteria.supervisor.intake;

import java.net.InetSocketAddress;
import loteria.supervisor.tls.TlsServer;
import org.jspecify.annotations.Nullable;

/**
 * Where agencies connect.
 *
 * @param address to listen on; port 0 for any that is free
 * @param backlog how many connections may wait to be accepted
 * @param tls makes the handshakes, or null where connections are not encrypted
 */
public record Endpoint(InetSocketAddress address, int backlog, @Nullable TlsServer tls) {}
