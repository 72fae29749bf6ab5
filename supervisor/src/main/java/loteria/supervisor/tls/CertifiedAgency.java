package loteria.supervisor.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import loteria.ipc.row.AgencyId;

/**
 * The agency that a certificate names: {@code urn:loteria:agency:7} among the alternative names of
 * its subject, or where there is none, the common name {@code agency-7}. Pure.
 */
final class CertifiedAgency {
  /** The kind of an alternative name that is a URI (RFC 5280, 4.2.1.6). */
  private static final int URI = 6;

  private static final String URN = "urn:loteria:agency:";
  private static final String COMMON_NAME = "agency-";

  private CertifiedAgency() {}

  /** What stands in the place of the number, for each agency that the certificate names. */
  static List<String> numbers(X509Certificate certificate) {
    List<String> inUris = rest(uris(certificate), URN);
    return inUris.isEmpty() ? rest(commonNames(certificate), COMMON_NAME) : inUris;
  }

  /** Whether it is an agency's number, with neither sign nor leading zero. */
  static boolean isNumber(String text) {
    return text.matches("[1-9][0-9]{0,5}") && Integer.parseInt(text) <= AgencyId.MAX;
  }

  private static List<String> rest(Stream<String> names, String prefix) {
    return names
        .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .distinct()
        .toList();
  }

  private static Stream<String> uris(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? Stream.empty()
          : names.stream()
              .filter(name -> Objects.equals(name.getFirst(), URI))
              .map(name -> String.valueOf(name.get(1)));
    } catch (CertificateParsingException _) {
      return Stream.empty();
    }
  }

  private static Stream<String> commonNames(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream().flatMap(CertifiedAgency::commonNames);
    } catch (InvalidNameException _) {
      return Stream.empty();
    }
  }

  /** Of one part of a subject, which may have several: {@code CN=agency-7+CN=agency-8}. */
  private static Stream<String> commonNames(Rdn part) {
    Attribute names = part.toAttributes().get("CN");
    Stream.Builder<String> all = Stream.builder();
    try {
      for (int i = 0; names != null && i < names.size(); i++) {
        all.add(String.valueOf(names.get(i)));
      }
    } catch (NamingException e) {
      throw new IllegalStateException("the values are in memory", e);
    }
    return all.build();
  }
}
