package loteria.e2e.fault;

import java.io.IOException;
import java.security.GeneralSecurityException;
import loteria.e2e.Dialer;
import loteria.e2e.RunningServer;
import loteria.e2e.tls.Certificates;

/** With TLS, and a certificate for the server and for each agency. */
final class TlsAccess extends Access {
  private final Certificates certificates;

  TlsAccess(Certificates certificates) {
    this.certificates = certificates;
  }

  @Override
  public Dialer dialer(int port) {
    return certificates.dialer(port);
  }

  @Override
  int port(RunningServer server) {
    return server.tlsPort();
  }

  @Override
  String[] serverFlags(int port, String... more) {
    return certificates.serverFlagsOn(port, more);
  }

  @Override
  String[] agencyFlags(int agency, String... more) throws IOException {
    try {
      return certificates.agencyFlags(agency, more);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
