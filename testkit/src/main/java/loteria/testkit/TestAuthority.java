package loteria.testkit;

import static loteria.testkit.CertificateContent.dns;
import static loteria.testkit.CertificateContent.ip;
import static loteria.testkit.CertificateContent.uri;
import static loteria.testkit.CertificateContent.urn;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import loteria.testkit.CertificateContent.Use;
import loteria.testkit.CertificateContent.Validity;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * A certificate authority for tests, and certificates of a server and of agencies: right ones, and
 * such as a server must refuse. Everything is PEM files in one folder. Bouncy Castle makes them, in
 * about a millisecond each, and so another implementation than the one under test. Used by one
 * thread.
 */
public final class TestAuthority {
  private static final String DNS = "dns:";
  private static final List<GeneralName> LOCAL =
      List.of(dns("localhost"), ip("127.0.0.1"), ip("::1"));

  private final Path folder;
  private final SignedCertificate own;
  private final List<BigInteger> revoked = new ArrayList<>();
  private int made;

  /** What is wrong with a certificate of an agency. */
  public enum Flaw {
    /** It ended yesterday. */
    EXPIRED,
    /** It begins tomorrow. */
    NOT_YET_VALID,
    /** {@link #crl} names it. */
    REVOKED,
    /** An authority of the same name signed it, with another key. */
    OTHER_AUTHORITY,
    /** Its own key signed it. */
    SELF_SIGNED,
    /**
     * The right certificate of an agency signed it, which is not an authority; both are in the
     * file.
     */
    SIGNED_BY_AN_AGENCY,
    /** Neither its subject nor an alternative name has an agency. */
    NO_AGENCY,
    /** It has no alternative name; only its subject, {@code CN=agency-N}, names the agency. */
    COMMON_NAME_ONLY,
    /** Its alternative names are two agencies: the one that is asked for, and the next. */
    TWO_AGENCIES,
    /** Its alternative name is agency 1000000. */
    AGENCY_OUT_OF_RANGE,
    /** Its alternative name is no number: {@code urn:loteria:agency:seven}. */
    AGENCY_NOT_A_NUMBER,
    /** It is for servers, not for clients. */
    FOR_SERVERS_ONLY
  }

  /**
   * A certificate and its key.
   *
   * @param certificate a PEM file: the certificate, then those between it and the authority
   * @param key a PEM file: the private key as PKCS#8, without a password
   */
  public record Identity(Path certificate, Path key) {
    /** The certificate, read again from its file. */
    public X509Certificate read() throws IOException, GeneralSecurityException {
      return PemFiles.certificate(certificate);
    }
  }

  private TestAuthority(Path folder) throws GeneralSecurityException, IOException {
    this.folder = folder;
    this.own =
        SignedCertificate.byItself(
            new CertificateContent("CN=Test authority", Validity.now(), Use.AUTHORITY, List.of()));
  }

  /**
   * Makes an authority.
   *
   * @param folder for its files; created if it is missing; must not have an authority
   */
  public static TestAuthority in(Path folder) throws IOException, GeneralSecurityException {
    Files.createDirectories(folder);
    var authority = new TestAuthority(folder);
    PemFiles.writeCertificates(authority.certificate(), authority.own.chain());
    return authority;
  }

  /** Its own certificate: what {@code --tls-client-ca} and {@code --server-ca} take. */
  public Path certificate() {
    return folder.resolve("ca.pem");
  }

  /** A server's identity for {@code localhost}, 127.0.0.1 and ::1. */
  public Identity server() throws IOException, GeneralSecurityException {
    return issue(CertificateContent.ofServer(Validity.now(), LOCAL));
  }

  /** A server's identity for one other host name. */
  public Identity server(String host) throws IOException, GeneralSecurityException {
    return issue(CertificateContent.ofServer(Validity.now(), List.of(dns(host))));
  }

  /** A server's identity, as {@link #server()}, that ended yesterday. */
  public Identity expiredServer() throws IOException, GeneralSecurityException {
    return issue(CertificateContent.ofServer(Validity.untilYesterday(), LOCAL));
  }

  /** The right identity of an agency. */
  public Identity agency(int agency) throws IOException, GeneralSecurityException {
    return issue(CertificateContent.ofAgency(agency, Validity.now()));
  }

  /** As {@link #agency}, with a key for RSA of 2048 bits. */
  public Identity agencyWithRsa(int agency) throws IOException, GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return write(
        own.sign(CertificateContent.ofAgency(agency, Validity.now()), generator.generateKeyPair()));
  }

  /**
   * A client's identity with any alternative names.
   *
   * @param names each is {@code dns:} and a host name, or a URI such as {@code
   *     urn:loteria:agency:7}
   */
  public Identity client(String... names) throws IOException, GeneralSecurityException {
    List<GeneralName> all =
        Arrays.stream(names)
            .map(name -> name.startsWith(DNS) ? dns(name.substring(DNS.length())) : uri(name))
            .toList();
    return issue(new CertificateContent("CN=client", Validity.now(), Use.CLIENT, all));
  }

  /**
   * A client's identity without alternative names.
   *
   * @param subject its whole subject, as RFC 4514 writes it: {@code CN=agency-7,O=Lotería}
   */
  public Identity subject(String subject) throws IOException, GeneralSecurityException {
    return issue(new CertificateContent(subject, Validity.now(), Use.CLIENT, List.of()));
  }

  /** The identity of an agency by an authority that this one certified; both are in its file. */
  public Identity agencyOfIntermediate(int agency) throws IOException, GeneralSecurityException {
    var between = new CertificateContent("CN=between", Validity.now(), Use.AUTHORITY, List.of());
    return write(own.sign(between).sign(CertificateContent.ofAgency(agency, Validity.now())));
  }

  /** An identity for an agency that is wrong in one way. */
  public Identity flawed(Flaw flaw, int agency) throws IOException, GeneralSecurityException {
    CertificateContent right = CertificateContent.ofAgency(agency, Validity.now());
    return switch (flaw) {
      case EXPIRED -> issue(CertificateContent.ofAgency(agency, Validity.untilYesterday()));
      case NOT_YET_VALID -> issue(CertificateContent.ofAgency(agency, Validity.fromTomorrow()));
      case REVOKED -> {
        Identity identity = agency(agency);
        revoke(identity);
        yield identity;
      }
      case OTHER_AUTHORITY -> in(folder.resolve("other-" + ++made)).agency(agency);
      case SELF_SIGNED -> write(SignedCertificate.byItself(right));
      case SIGNED_BY_AN_AGENCY -> write(own.sign(right).sign(right));
      case NO_AGENCY -> subject("CN=someone");
      case COMMON_NAME_ONLY -> subject(right.subject());
      case TWO_AGENCIES -> client(urn(agency), urn(agency + 1));
      case AGENCY_OUT_OF_RANGE -> client(urn(1_000_000));
      case AGENCY_NOT_A_NUMBER -> client("urn:loteria:agency:seven");
      case FOR_SERVERS_ONLY -> issue(right.usedAs(Use.SERVER));
    };
  }

  /** Revokes a certificate: the next {@link #crl} names it. */
  public void revoke(Identity identity) throws IOException, GeneralSecurityException {
    revoked.add(identity.read().getSerialNumber());
  }

  /** Writes {@code crl.pem}, the list of everything that is revoked, or replaces it. */
  public Path crl() throws IOException, GeneralSecurityException {
    return crl(Validity.now());
  }

  /** Writes it as one that should have been replaced by a newer list yesterday. */
  public Path staleCrl() throws IOException, GeneralSecurityException {
    return crl(Validity.untilYesterday());
  }

  private Path crl(Validity validity) throws IOException, GeneralSecurityException {
    Path file = folder.resolve("crl.pem");
    PemFiles.writeList(file, own.revoke(revoked, validity));
    return file;
  }

  private Identity issue(CertificateContent content) throws IOException, GeneralSecurityException {
    return write(own.sign(content));
  }

  private Identity write(SignedCertificate signed) throws IOException, GeneralSecurityException {
    String name = Integer.toString(++made);
    var identity = new Identity(folder.resolve(name + ".pem"), folder.resolve(name + "-key.pem"));
    PemFiles.writeCertificates(identity.certificate(), signed.chain());
    PemFiles.writeKey(identity.key(), signed.keys().getPrivate());
    return identity;
  }
}
