package loteria.e2e.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import loteria.e2e.tls.Certificates;

/** What agencies and their server speak through. Every fault test runs with each. */
public enum Transport {
  /** TCP alone. */
  PLAIN,
  /** TLS, and every agency has a certificate. */
  TLS;

  /** A handshake takes as much work as many batches do. */
  private static final int TLS_SHARE = 4;

  /** How much of this amount of testing is done. */
  public int share(int amount) {
    return this == PLAIN ? amount : Math.max(1, amount / TLS_SHARE);
  }

  /**
   * The means to use it.
   *
   * @param folder where certificates are made
   */
  public Access access(Path folder) throws IOException {
    if (this == PLAIN) {
      return new PlainAccess();
    }
    try {
      return new TlsAccess(Certificates.in(folder.resolve("certificates")));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
