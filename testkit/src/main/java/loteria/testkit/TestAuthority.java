package loteria.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

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
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final Path folder;
  private final Signed own;
  private final SecureRandom random = new SecureRandom();
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

  /**
   * A certificate with its key, which may sign others.
   *
   * @param chain the certificate, then those between it and the authority's
   */
  private record Signed(List<X509Certificate> chain, KeyPair keys) {
    X509Certificate certificate() {
      return chain.getFirst();
    }
  }

  /** When a certificate is valid. */
  private record Validity(Instant from, Instant until) {
    static Validity now() {
      return new Validity(Instant.now().minus(HOUR), Instant.now().plus(DAY.multipliedBy(30)));
    }

    static Validity untilYesterday() {
      Instant now = Instant.now();
      return new Validity(now.minus(DAY.multipliedBy(30)), now.minus(DAY));
    }

    static Validity fromTomorrow() {
      Instant now = Instant.now();
      return new Validity(now.plus(DAY), now.plus(DAY.multipliedBy(31)));
    }
  }

  /** What a certificate is for. */
  private enum Use {
    CLIENT,
    SERVER,
    AUTHORITY
  }

  /** The content of a certificate, apart from its key and its signature. */
  private record Content(String subject, Validity validity, Use use, List<GeneralName> names) {}

  private TestAuthority(Path folder) throws GeneralSecurityException, IOException {
    this.folder = folder;
    var content = new Content("CN=Test authority", Validity.now(), Use.AUTHORITY, List.of());
    KeyPair keys = curveKeys();
    this.own = new Signed(List.of(certify(content, keys, content.subject(), keys)), keys);
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
    return issue(new Content("CN=server", Validity.now(), Use.SERVER, LOCAL));
  }

  /** A server's identity for one other host name. */
  public Identity server(String host) throws IOException, GeneralSecurityException {
    return issue(new Content("CN=server", Validity.now(), Use.SERVER, List.of(dns(host))));
  }

  /** A server's identity, as {@link #server()}, that ended yesterday. */
  public Identity expiredServer() throws IOException, GeneralSecurityException {
    return issue(new Content("CN=server", Validity.untilYesterday(), Use.SERVER, LOCAL));
  }

  /** The right identity of an agency. */
  public Identity agency(int agency) throws IOException, GeneralSecurityException {
    return issue(ofAgency(agency, Validity.now()));
  }

  /** As {@link #agency}, with a key for RSA of 2048 bits. */
  public Identity agencyWithRsa(int agency) throws IOException, GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return write(sign(ofAgency(agency, Validity.now()), generator.generateKeyPair(), own));
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
    return issue(new Content("CN=client", Validity.now(), Use.CLIENT, all));
  }

  /**
   * A client's identity without alternative names.
   *
   * @param subject its whole subject, as RFC 4514 writes it: {@code CN=agency-7,O=Lotería}
   */
  public Identity subject(String subject) throws IOException, GeneralSecurityException {
    return issue(new Content(subject, Validity.now(), Use.CLIENT, List.of()));
  }

  /** The identity of an agency by an authority that this one certified; both are in its file. */
  public Identity agencyOfIntermediate(int agency) throws IOException, GeneralSecurityException {
    var between = new Content("CN=between", Validity.now(), Use.AUTHORITY, List.of());
    return write(
        sign(ofAgency(agency, Validity.now()), curveKeys(), sign(between, curveKeys(), own)));
  }

  /** An identity for an agency that is wrong in one way. */
  public Identity flawed(Flaw flaw, int agency) throws IOException, GeneralSecurityException {
    Content right = ofAgency(agency, Validity.now());
    return switch (flaw) {
      case EXPIRED -> issue(ofAgency(agency, Validity.untilYesterday()));
      case NOT_YET_VALID -> issue(ofAgency(agency, Validity.fromTomorrow()));
      case REVOKED -> {
        Identity identity = agency(agency);
        revoke(identity);
        yield identity;
      }
      case OTHER_AUTHORITY -> in(folder.resolve("other-" + ++made)).agency(agency);
      case SELF_SIGNED -> {
        KeyPair keys = curveKeys();
        yield write(new Signed(List.of(certify(right, keys, right.subject(), keys)), keys));
      }
      case SIGNED_BY_AN_AGENCY -> write(sign(right, curveKeys(), sign(right, curveKeys(), own)));
      case NO_AGENCY -> subject("CN=someone");
      case COMMON_NAME_ONLY -> subject(right.subject());
      case TWO_AGENCIES -> client(urn(agency), urn(agency + 1));
      case AGENCY_OUT_OF_RANGE -> client(urn(1_000_000));
      case AGENCY_NOT_A_NUMBER -> client("urn:loteria:agency:seven");
      case FOR_SERVERS_ONLY ->
          issue(new Content(right.subject(), right.validity(), Use.SERVER, right.names()));
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
    Date from = Date.from(validity.from());
    var list = new X509v2CRLBuilder(name("CN=Test authority"), from);
    list.setNextUpdate(Date.from(validity.until()));
    for (BigInteger number : revoked) {
      list.addCRLEntry(number, from, CRLReason.unspecified);
    }
    Path file = folder.resolve("crl.pem");
    PemFiles.writeList(file, list.build(signer(own.keys())).getEncoded());
    return file;
  }

  private static Content ofAgency(int agency, Validity validity) {
    return new Content("CN=agency-" + agency, validity, Use.CLIENT, List.of(uri(urn(agency))));
  }

  private Identity issue(Content content) throws IOException, GeneralSecurityException {
    return write(sign(content, curveKeys(), own));
  }

  private Signed sign(Content content, KeyPair keys, Signed by)
      throws IOException, GeneralSecurityException {
    String issuer = by.certificate().getSubjectX500Principal().getName();
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(certify(content, keys, issuer, by.keys()));
    if (!by.equals(own)) {
      chain.addAll(by.chain());
    }
    return new Signed(chain, keys);
  }

  private Identity write(Signed signed) throws IOException, GeneralSecurityException {
    String name = Integer.toString(++made);
    var identity = new Identity(folder.resolve(name + ".pem"), folder.resolve(name + "-key.pem"));
    PemFiles.writeCertificates(identity.certificate(), signed.chain());
    PemFiles.writeKey(identity.key(), signed.keys().getPrivate());
    return identity;
  }

  private X509Certificate certify(Content content, KeyPair keys, String issuer, KeyPair by)
      throws IOException, GeneralSecurityException {
    var builder =
        new JcaX509v3CertificateBuilder(
            name(issuer),
            new BigInteger(127, random).setBit(126),
            Date.from(content.validity().from()),
            Date.from(content.validity().until()),
            name(content.subject()),
            keys.getPublic());
    var ids = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()));
    builder.addExtension(
        Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(by.getPublic()));
    switch (content.use()) {
      case AUTHORITY -> {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        int usage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      }
      case CLIENT, SERVER -> {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        boolean isServer = content.use() == Use.SERVER;
        var purpose = isServer ? KeyPurposeId.id_kp_serverAuth : KeyPurposeId.id_kp_clientAuth;
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
      }
    }
    if (!content.names().isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(content.names().toArray(GeneralName[]::new)));
    }
    byte[] encoded = builder.build(signer(by)).getEncoded();
    try (var in = new ByteArrayInputStream(encoded)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static KeyPair curveKeys() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static ContentSigner signer(KeyPair keys) throws GeneralSecurityException {
    try {
      return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static X500Name name(String text) {
    return X500Name.getInstance(new X500Principal(text).getEncoded());
  }

  private static String urn(int agency) {
    return "urn:loteria:agency:" + agency;
  }

  private static GeneralName uri(String uri) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
  }

  private static GeneralName dns(String name) {
    return new GeneralName(GeneralName.dNSName, name);
  }

  private static GeneralName ip(String address) {
    return new GeneralName(GeneralName.iPAddress, address);
  }
}
