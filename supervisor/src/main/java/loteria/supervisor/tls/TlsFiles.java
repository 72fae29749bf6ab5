package loteria.supervisor.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The PEM files that TLS needs.
 *
 * @param certificate the server's own, first in its file, then those between it and its authority
 * @param key the private key of the server's certificate
 * @param clientCa the authorities that certify agencies
 * @param crl the certificates that these have revoked, or null for no such list
 */
public record TlsFiles(Path certificate, Path key, Path clientCa, @Nullable Path crl) {
  /** Every file there is. */
  List<Path> all() {
    List<Path> all = new ArrayList<>(List.of(certificate, key, clientCa));
    if (crl != null) {
      all.add(crl);
    }
    return all;
  }
}
