package loteria.supervisor.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import loteria.ipc.row.AgencyId;
import loteria.ipc.text.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * The check of an agency's certificate: whether an authority of the server's issued it, whether it
 * is valid now and not revoked, and which agency it names. Immutable, without a clock of its own.
 *
 * <p>It is made after the handshake, which only proves that the peer has the certificate's key: so
 * both sides learn why a certificate is refused, which no alert of TLS tells a client in words.
 */
final class ClientCheck {
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String ANY_PURPOSE = "2.5.29.37.0";

  /** The peer's own certificate and up to three between it and its authority. */
  private static final int CHAIN_MAX = 4;

  private final List<X509Certificate> authorities;
  private final List<X509CRL> revocations;

  /** What a check found. */
  sealed interface Verdict {
    /** The peer may speak for this agency. */
    record Accepted(AgencyId agency) implements Verdict {}

    /** The peer may speak for none; {@code why} is a sentence for both sides. */
    record Refused(String why) implements Verdict {}
  }

  /**
   * @param authorities whose certificates are accepted
   * @param revocations their lists, checked to be theirs; none where there is no such file
   */
  ClientCheck(List<X509Certificate> authorities, List<X509CRL> revocations) {
    this.authorities = List.copyOf(authorities);
    this.revocations = List.copyOf(revocations);
  }

  /**
   * Checks a certificate.
   *
   * @param chain the peer's certificate, then those between it and its authority
   */
  Verdict check(List<X509Certificate> chain, Instant now) {
    if (chain.isEmpty()) {
      return new Verdict.Refused("the connection has no certificate");
    }
    if (chain.size() > CHAIN_MAX) {
      // The time to find a path grows with the number of orders that there are.
      return new Verdict.Refused("more than " + CHAIN_MAX + " certificates were sent");
    }
    X509Certificate own = chain.getFirst();
    String why = refusal(own, chain, now);
    return why == null ? agency(own) : new Verdict.Refused(why);
  }

  private @Nullable String refusal(X509Certificate own, List<X509Certificate> chain, Instant now) {
    try {
      own.checkValidity(Date.from(now));
    } catch (CertificateExpiredException _) {
      return "the certificate has expired, on " + own.getNotAfter().toInstant();
    } catch (CertificateNotYetValidException _) {
      return "the certificate is not yet valid, only from " + own.getNotBefore().toInstant();
    }
    List<X509Certificate> path;
    try {
      path = path(own, chain, now);
    } catch (GeneralSecurityException _) {
      return "no authority of this server issued the certificate; its issuer is "
          + Excerpt.of(own.getIssuerX500Principal().getName());
    }
    if (path.stream().anyMatch(this::isRevoked)) {
      return "the certificate has been revoked";
    }
    return isForClients(own) ? null : "the certificate is not one for clients";
  }

  /** The certificates from the peer's own to the last before its authority. */
  private List<X509Certificate> path(X509Certificate own, List<X509Certificate> chain, Instant now)
      throws GeneralSecurityException {
    var target = new X509CertSelector();
    target.setCertificate(own);
    Set<TrustAnchor> anchors =
        authorities.stream().map(ca -> new TrustAnchor(ca, null)).collect(Collectors.toSet());
    var parameters = new PKIXBuilderParameters(anchors, target);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
    parameters.setDate(Date.from(now));
    parameters.setRevocationEnabled(false);
    var found = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
    List<X509Certificate> path = new ArrayList<>();
    found.getCertPath().getCertificates().forEach(one -> path.add((X509Certificate) one));
    return path;
  }

  private boolean isRevoked(X509Certificate certificate) {
    return revocations.stream()
        .filter(list -> list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal()))
        .anyMatch(list -> list.isRevoked(certificate));
  }

  private static boolean isForClients(X509Certificate certificate) {
    try {
      List<String> purposes = certificate.getExtendedKeyUsage();
      return purposes == null || purposes.contains(CLIENT_AUTH) || purposes.contains(ANY_PURPOSE);
    } catch (CertificateException _) {
      return false;
    }
  }

  private static Verdict agency(X509Certificate certificate) {
    List<String> numbers = CertifiedAgency.numbers(certificate);
    if (numbers.isEmpty()) {
      return new Verdict.Refused("the certificate names no agency");
    }
    if (numbers.size() > 1) {
      return new Verdict.Refused("the certificate names several agencies");
    }
    String number = numbers.getFirst();
    return CertifiedAgency.isNumber(number)
        ? new Verdict.Accepted(new AgencyId(Integer.parseInt(number)))
        : new Verdict.Refused(
            String.format(
                Locale.ROOT,
                "the certificate names agency '%s', which is not a number from 1 to %d",
                Excerpt.of(number),
                AgencyId.MAX));
  }
}
