package loteria.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The content of a certificate, apart from its key and its signature.
 *
 * @param subject as RFC 4514 writes it
 * @param names its alternative names
 */
record CertificateContent(String subject, Validity validity, Use use, List<GeneralName> names) {
  /** What a certificate is for. */
  enum Use {
    CLIENT,
    SERVER,
    AUTHORITY
  }

  /** When a certificate, or a list of revoked ones, is valid. */
  record Validity(Date from, Date until) {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MONTH = Duration.ofDays(30);

    static Validity now() {
      return of(Duration.ofHours(-1), MONTH);
    }

    static Validity untilYesterday() {
      return of(MONTH.negated(), DAY.negated());
    }

    static Validity fromTomorrow() {
      return of(DAY, MONTH);
    }

    private static Validity of(Duration from, Duration until) {
      Instant now = Instant.now();
      return new Validity(Date.from(now.plus(from)), Date.from(now.plus(until)));
    }
  }

  static CertificateContent ofServer(Validity validity, List<GeneralName> names) {
    return new CertificateContent("CN=server", validity, Use.SERVER, names);
  }

  static CertificateContent ofAgency(int agency, Validity validity) {
    return new CertificateContent(
        "CN=agency-" + agency, validity, Use.CLIENT, List.of(uri(urn(agency))));
  }

  /** The same for another use. */
  CertificateContent usedAs(Use other) {
    return new CertificateContent(subject, validity, other, names);
  }

  static String urn(int agency) {
    return "urn:loteria:agency:" + agency;
  }

  static GeneralName uri(String uri) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
  }

  static GeneralName dns(String name) {
    return new GeneralName(GeneralName.dNSName, name);
  }

  static GeneralName ip(String address) {
    return new GeneralName(GeneralName.iPAddress, address);
  }

  static X500Name name(String text) {
    return X500Name.getInstance(new X500Principal(text).getEncoded());
  }
}
