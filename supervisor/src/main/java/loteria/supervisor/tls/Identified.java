package loteria.supervisor.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import loteria.ipc.tls.TlsSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose handshake has been made.
 *
 * @param channel the connection
 * @param chain the peer's certificates, its own first; none where it has shown none
 * @param agency that the certificate names; 0 where it is refused
 * @param refusal why it may speak for no agency, or null where it may
 */
public record Identified(
    TlsSocketChannel channel, List<X509Certificate> chain, int agency, @Nullable String refusal) {

  /** The number of the peer's certificate, in hexadecimal digits; empty where it has none. */
  public String serial() {
    return chain.isEmpty()
        ? ""
        : chain.getFirst().getSerialNumber().toString(16).toLowerCase(Locale.ROOT);
  }
}
