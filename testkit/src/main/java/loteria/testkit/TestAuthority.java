package loteria.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A certificate authority for tests, and certificates of a server and of agencies: right ones, and
 * such as a server must refuse. Everything is PEM files in one folder; the JDK's {@code keytool}
 * makes them, about one second each. Used by one thread.
 */
public final class TestAuthority {
  private static final String PASSWORD = "not-secret";
  private static final String AUTHORITY = "authority";
  private static final String LOCAL = "dns:localhost,ip:127.0.0.1,ip:::1";
  private static final int PATIENCE_SECONDS = 60;

  private static final List<String> VALID = List.of("-startdate", "-1H", "-validity", "30");
  private static final List<String> FOR_CLIENTS =
      List.of("-ext", "ku:c=digitalSignature", "-ext", "eku=clientAuth");
  private static final List<String> FOR_SERVERS =
      List.of("-ext", "ku:c=digitalSignature", "-ext", "eku=serverAuth");
  private static final List<String> FOR_AUTHORITIES =
      List.of("-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign,cRLSign");
  private static final List<String> CURVE = List.of("-keyalg", "EC", "-groupname", "secp256r1");

  private final Path folder;
  private final Path store;
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

  private TestAuthority(Path folder) {
    this.folder = folder;
    this.store = folder.resolve("authority.p12");
  }

  /**
   * Makes an authority.
   *
   * @param folder for its files; created if it is missing; must not have an authority
   */
  public static TestAuthority in(Path folder) throws IOException, GeneralSecurityException {
    Files.createDirectories(folder);
    var authority = new TestAuthority(folder);
    authority.keytool(
        "-genkeypair",
        List.of("-alias", AUTHORITY, "-dname", "CN=Test authority"),
        CURVE,
        VALID,
        FOR_AUTHORITIES);
    PemFiles.writeCertificates(
        authority.certificate(), List.of(authority.entry(AUTHORITY).getCertificate(AUTHORITY)));
    return authority;
  }

  /** Its own certificate: what {@code --tls-client-ca} and {@code --server-ca} take. */
  public Path certificate() {
    return folder.resolve("ca.pem");
  }

  /** A server's identity for {@code localhost}, 127.0.0.1 and ::1. */
  public Identity server() throws IOException, GeneralSecurityException {
    return server(LOCAL);
  }

  /**
   * A server's identity for other names.
   *
   * @param names as keytool takes them: {@code dns:example.org,ip:192.0.2.1}
   */
  public Identity server(String names) throws IOException, GeneralSecurityException {
    return issue("server", CURVE, VALID, FOR_SERVERS, named(names));
  }

  /** A server's identity, as {@link #server()}, that ended yesterday. */
  public Identity expiredServer() throws IOException, GeneralSecurityException {
    return issue("server", CURVE, valid("-30d", 29), FOR_SERVERS, named(LOCAL));
  }

  /** The right identity of an agency. */
  public Identity agency(int agency) throws IOException, GeneralSecurityException {
    return issue("agency-" + agency, CURVE, VALID, FOR_CLIENTS, named(uri(agency)));
  }

  /** As {@link #agency}, with a key for RSA of 2048 bits. */
  public Identity agencyWithRsa(int agency) throws IOException, GeneralSecurityException {
    List<String> rsa = List.of("-keyalg", "RSA", "-keysize", "2048");
    return issue("agency-" + agency, rsa, VALID, FOR_CLIENTS, named(uri(agency)));
  }

  /**
   * A client's identity with any alternative names.
   *
   * @param names as keytool takes them: {@code uri:urn:loteria:agency:7,dns:example.org}
   */
  public Identity client(String names) throws IOException, GeneralSecurityException {
    return issue("client", CURVE, VALID, FOR_CLIENTS, named(names));
  }

  /**
   * A client's identity without alternative names.
   *
   * @param commonName its subject behind {@code CN=}, as keytool takes it, with more parts if
   *     wanted
   */
  public Identity subject(String commonName) throws IOException, GeneralSecurityException {
    return issue(commonName, CURVE, VALID, FOR_CLIENTS);
  }

  /** The identity of an agency by an authority that this one certified; both are in its file. */
  public Identity agencyOfIntermediate(int agency) throws IOException, GeneralSecurityException {
    make("between", List.of("-signer", AUTHORITY), CURVE, VALID, FOR_AUTHORITIES);
    List<String> signer = List.of("-signer", made + "-between");
    return make("agency-" + agency, signer, CURVE, VALID, FOR_CLIENTS, named(uri(agency)));
  }

  /** An identity for an agency that is wrong in one way. */
  public Identity flawed(Flaw flaw, int agency) throws IOException, GeneralSecurityException {
    String name = "agency-" + agency;
    List<String> right = named(uri(agency));
    return switch (flaw) {
      case EXPIRED -> issue(name, CURVE, valid("-30d", 29), FOR_CLIENTS, right);
      case NOT_YET_VALID -> issue(name, CURVE, valid("+1d", 30), FOR_CLIENTS, right);
      case REVOKED -> {
        Identity identity = agency(agency);
        revoke(identity);
        yield identity;
      }
      case OTHER_AUTHORITY -> in(folder.resolve("other-" + ++made)).agency(agency);
      case SELF_SIGNED -> make(name, List.of(), CURVE, VALID, FOR_CLIENTS, right);
      case SIGNED_BY_AN_AGENCY -> {
        agency(agency);
        List<String> signer = List.of("-signer", made + "-" + name);
        yield make(name, signer, CURVE, VALID, FOR_CLIENTS, right);
      }
      case NO_AGENCY -> issue("someone", CURVE, VALID, FOR_CLIENTS);
      case COMMON_NAME_ONLY -> issue(name, CURVE, VALID, FOR_CLIENTS);
      case TWO_AGENCIES -> client(uri(agency) + "," + uri(agency + 1));
      case AGENCY_OUT_OF_RANGE -> client(uri(1_000_000));
      case AGENCY_NOT_A_NUMBER -> client("uri:urn:loteria:agency:seven");
      case FOR_SERVERS_ONLY -> issue(name, CURVE, VALID, FOR_SERVERS, right);
    };
  }

  /** Revokes a certificate: the next {@link #crl} names it. */
  public void revoke(Identity identity) throws IOException, GeneralSecurityException {
    revoked.add(identity.read().getSerialNumber());
  }

  /** Writes {@code crl.pem}, the list of everything that is revoked, or replaces it. */
  public Path crl() throws IOException, GeneralSecurityException {
    return crl("-1H", 30);
  }

  /** Writes it as one that should have been replaced by a newer list yesterday. */
  public Path staleCrl() throws IOException, GeneralSecurityException {
    return crl("-30d", 29);
  }

  private Path crl(String start, int days) throws IOException, GeneralSecurityException {
    Path file = folder.resolve("crl.pem");
    // keytool makes no empty list. No certificate has the number 0.
    List<String> numbers = new ArrayList<>(List.of("-id", "0"));
    for (BigInteger number : revoked) {
      numbers.addAll(List.of("-id", number.toString()));
    }
    List<String> to = List.of("-alias", AUTHORITY, "-rfc", "-file", file.toString());
    keytool("-gencrl", to, numbers, valid(start, days));
    return file;
  }

  @SafeVarargs
  private Identity issue(String name, List<String>... options)
      throws IOException, GeneralSecurityException {
    return make(name, List.of("-signer", AUTHORITY), options);
  }

  @SafeVarargs
  private Identity make(String name, List<String> signer, List<String>... options)
      throws IOException, GeneralSecurityException {
    String alias = ++made + "-" + name.replaceAll("[^a-z0-9-]", "");
    List<String> all = new ArrayList<>(List.of("-alias", alias, "-dname", "CN=" + name));
    for (List<String> some : options) {
      all.addAll(some);
    }
    keytool("-genkeypair", all, signer);
    KeyStore entry = entry(alias);
    List<Certificate> chain = new ArrayList<>(List.of(entry.getCertificateChain(alias)));
    chain.remove(entry.getCertificate(AUTHORITY));
    Path certificate = folder.resolve(alias + ".pem");
    Path key = folder.resolve(alias + "-key.pem");
    PemFiles.writeCertificates(certificate, chain);
    Key secret = Objects.requireNonNull(entry.getKey(alias, PASSWORD.toCharArray()), alias);
    PemFiles.writeKey(key, secret);
    return new Identity(certificate, key);
  }

  private KeyStore entry(String alias) throws IOException, GeneralSecurityException {
    KeyStore entries = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    if (!entries.isKeyEntry(alias)) {
      throw new AssertionError(store + " has no key of " + alias);
    }
    return entries;
  }

  @SafeVarargs
  private void keytool(String what, List<String>... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:+UseSerialGC", "-J-XX:TieredStopAtLevel=1", what));
    for (List<String> some : options) {
      command.addAll(some);
    }
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD));
    Path output = folder.resolve("keytool.log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(command + ": " + Files.readString(output));
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> valid(String start, int days) {
    return List.of("-startdate", start, "-validity", Integer.toString(days));
  }

  private static List<String> named(String names) {
    return List.of("-ext", "san=" + names);
  }

  private static String uri(int agency) {
    return "uri:urn:loteria:agency:" + agency;
  }
}
