package loteria.supervisor.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import loteria.ipc.folder.SecretFile;
import loteria.ipc.tls.KeyPairs;
import loteria.ipc.tls.OwnCertificate;
import loteria.ipc.tls.Pem;
import loteria.ipc.tls.TlsFileException;
import org.jspecify.annotations.Nullable;

/**
 * What the TLS files held when they were read: the server's certificate and key, and the check of
 * the agencies' certificates. Immutable. Session tickets are of one instance: none is valid once
 * the files have been read again.
 */
final class Credentials {
  static final String PROTOCOL = "TLSv1.3";

  private final SSLContext context;
  private final ClientCheck check;
  private final Expiry expiry;

  private Credentials(SSLContext context, ClientCheck check, Expiry expiry) {
    this.context = context;
    this.check = check;
    this.expiry = expiry;
  }

  /**
   * Reads the files.
   *
   * @throws TlsFileException which names the file that cannot be used
   */
  static Credentials read(TlsFiles files) throws TlsFileException {
    List<X509Certificate> own = Pem.certificates(files.certificate());
    PrivateKey key = Pem.privateKey(files.key());
    if (!KeyPairs.fit(key, own.getFirst().getPublicKey())) {
      throw new TlsFileException(files.key(), "is not the key of " + files.certificate());
    }
    SecretFile.warnOfReaders(files.key());
    List<X509Certificate> authorities = Pem.certificates(files.clientCa());
    Path crl = files.crl();
    List<X509CRL> lists = crl == null ? List.of() : revocations(crl, authorities);
    return new Credentials(
        context(key, own, authorities, files.certificate()),
        new ClientCheck(authorities, lists),
        new Expiry(
            earliest(own.stream().map(X509Certificate::getNotAfter)),
            earliest(authorities.stream().map(X509Certificate::getNotAfter)),
            lists.isEmpty()
                ? null
                : earliest(lists.stream().map(X509CRL::getNextUpdate).filter(d -> d != null))));
  }

  /** The check of the agencies' certificates. */
  ClientCheck check() {
    return check;
  }

  /** When all of this expires. */
  Expiry expiry() {
    return expiry;
  }

  SSLContext context() {
    return context;
  }

  /** The server's side of a connection whose client must show a certificate, any at first. */
  SSLEngine forAgency() {
    return engine(true);
  }

  /** The server's side of a connection whose client is a browser or a scraper. */
  SSLEngine forPage() {
    return engine(false);
  }

  private SSLEngine engine(boolean needsCertificate) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {PROTOCOL});
    parameters.setUseCipherSuitesOrder(true);
    // Never only wanted: Java then takes the certificate of a client that sends the warning
    // no_certificate in place of the proof that it has the key.
    parameters.setNeedClientAuth(needsCertificate);
    engine.setSSLParameters(parameters);
    return engine;
  }

  private static List<X509CRL> revocations(Path file, List<X509Certificate> authorities)
      throws TlsFileException {
    List<X509CRL> lists = Pem.revocationLists(file);
    for (X509CRL list : lists) {
      if (authorities.stream().noneMatch(authority -> isSigned(list, authority))) {
        throw new TlsFileException(file, "is a list of none of the authorities");
      }
    }
    return lists;
  }

  private static boolean isSigned(X509CRL list, X509Certificate authority) {
    try {
      list.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static SSLContext context(
      PrivateKey key, List<X509Certificate> own, List<X509Certificate> authorities, Path file)
      throws TlsFileException {
    try {
      var context = SSLContext.getInstance(PROTOCOL);
      context.init(
          new KeyManager[] {new OwnCertificate(own, key)},
          new TrustManager[] {new AnyCertificate(authorities)},
          new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new TlsFileException(file, "cannot be used for TLS: " + e.getMessage(), e);
    }
  }

  private static @Nullable Instant earliest(Stream<Date> dates) {
    return dates.map(Date::toInstant).min(Instant::compareTo).orElse(null);
  }
}
