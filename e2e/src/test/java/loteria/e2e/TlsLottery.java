package loteria.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loteria.testkit.TestAuthority;
import loteria.testkit.TestAuthority.Identity;

/**
 * A server with TLS, and the authority that made its certificate and those of its agencies. It has
 * a plain port too.
 *
 * @param own the identity of the server
 */
record TlsLottery(
    TestAuthority authority,
    Identity own,
    Map<Integer, Identity> agencies,
    RunningServer server,
    int port)
    implements AutoCloseable {
  /** Makes the certificates and starts the server, with more flags. */
  static TlsLottery start(Path folder, int agencies, String... more)
      throws IOException, GeneralSecurityException {
    TestAuthority authority = TestAuthority.in(folder.resolve("ca"));
    Identity own = authority.server();
    Map<Integer, Identity> identities = new TreeMap<>();
    for (int agency = 1; agency <= agencies; agency++) {
      identities.put(agency, authority.agency(agency));
    }
    List<String> flags = new ArrayList<>(List.of(more));
    flags.addAll(
        List.of(
            "--tls-port",
            "0",
            "--tls-certificate",
            own.certificate().toString(),
            "--tls-key",
            own.key().toString(),
            "--tls-client-ca",
            authority.certificate().toString()));
    RunningServer server = RunningServer.start(folder, 1, agencies, flags.toArray(String[]::new));
    return new TlsLottery(authority, own, identities, server, server.tlsPort());
  }

  /** The right identity of an agency. */
  Identity agency(int agency) {
    Identity identity = agencies.get(agency);
    if (identity == null) {
      throw new IllegalArgumentException("there is no agency " + agency);
    }
    return identity;
  }

  @Override
  public void close() {
    server.close();
  }
}
