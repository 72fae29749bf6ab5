package loteria.supervisor.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The authority's key at work: has keytool make the key itself, certificates, and the list of the
 * revoked ones, as prepared files of the folder.
 *
 * <p>The key is in a PKCS#12 file whose random password is in a file beside it, because keytool
 * requires a password, and other users could see an argument. What protects the key is the mode of
 * both files and of their folder.
 */
final class Signer {
  private static final String AUTHORITY = "authority";
  private static final String ISSUED = "issued";
  private static final String COPY = "copy.p12";
  private static final String OPTIONS = "keytool.conf";
  private static final String PASSWORD = "authority.password";
  private static final int PASSWORD_BYTES = 16;

  /** í as two bytes in hexadecimal: an argument of ASCII is the same in every locale. */
  private static final String NAME = "CN=Loter\\C3\\ADa authority";

  /** Clocks of other machines may be slow. */
  private static final String START = "-1H";

  /** keytool makes no empty list of revoked certificates. No certificate has the number 0. */
  private static final BigInteger NO_CERTIFICATE = BigInteger.ZERO;

  private static final String REASON_PRIVILEGE_WITHDRAWN = "9";

  private static final List<String> NEW_KEY =
      List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1");

  private final AuthorityFolder folder;
  private final Keytool keytool;
  private final Path store;
  private final Path password;

  /**
   * A certificate with its private key.
   *
   * @param key the key, which is not kept
   */
  record Identity(X509Certificate certificate, PrivateKey key) {}

  private Signer(AuthorityFolder folder, Keytool keytool, Path store, Path password) {
    this.folder = folder;
    this.keytool = keytool;
    this.store = store;
    this.password = password;
  }

  /** The signer of a published authority. */
  static Signer of(AuthorityFolder folder, Keytool keytool) {
    return new Signer(
        folder, keytool, folder.published(Authority.STORE), folder.published(PASSWORD));
  }

  /** Makes the key and the certificate of a new authority. */
  static Signer create(AuthorityFolder folder, Keytool keytool, int days)
      throws IOException, InterruptedException {
    var random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    folder.writePrivate(PASSWORD, HexFormat.of().formatHex(random));
    Path store = folder.prepared(Authority.STORE);
    var signer = new Signer(folder, keytool, store, folder.prepared(PASSWORD));
    signer.run(
        store,
        NEW_KEY,
        List.of("-alias", AUTHORITY, "-dname", NAME),
        valid(days),
        List.of("-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign,cRLSign"));
    folder.makePrivate(Authority.STORE);
    return signer;
  }

  /** The authority's own certificate. */
  X509Certificate certificate() throws IOException {
    try {
      return certificate(entries(store), AUTHORITY);
    } catch (GeneralSecurityException e) {
      throw unreadable(store, e);
    }
  }

  /**
   * Signs a certificate for a new key. The key is made in a copy of the store, which is deleted.
   */
  Identity issue(Holder holder, int days) throws IOException, InterruptedException {
    Path copy = folder.prepared(COPY);
    folder.copyPrivate(store, COPY);
    run(
        copy,
        NEW_KEY,
        List.of("-alias", ISSUED, "-signer", AUTHORITY, "-dname", "CN=" + holder.name()),
        valid(days),
        List.of("-ext", "san=" + holder.alternativeNames()),
        List.of("-ext", "ku:c=digitalSignature", "-ext", "eku=" + holder.use()));
    try {
      KeyStore entries = entries(copy);
      Key key = entries.getKey(ISSUED, password());
      if (!(key instanceof PrivateKey secret)) {
        throw new AuthorityException("keytool made no private key");
      }
      return new Identity(certificate(entries, ISSUED), secret);
    } catch (GeneralSecurityException e) {
      throw unreadable(copy, e);
    } finally {
      Files.delete(copy);
    }
  }

  /** Prepares the list of revoked certificates. */
  void writeRevoked(List<BigInteger> serials, int days) throws IOException, InterruptedException {
    // Thousands of numbers are too many for a command line, so keytool reads them from a file.
    var options = new StringBuilder("keytool.gencrl =").append(revoked(NO_CERTIFICATE));
    serials.forEach(serial -> options.append(revoked(serial)));
    folder.writePrivate(OPTIONS, options.toString());
    run(
        store,
        List.of("-conf", OPTIONS, "-gencrl", "-alias", AUTHORITY, "-rfc"),
        List.of("-file", Authority.REVOKED),
        valid(days));
    Files.delete(folder.prepared(OPTIONS));
    folder.makePublic(Authority.REVOKED);
  }

  @SafeVarargs
  private void run(Path onStore, List<String>... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    for (List<String> some : arguments) {
      all.addAll(some);
    }
    all.addAll(List.of("-storetype", "PKCS12", "-keystore", relative(onStore)));
    all.addAll(List.of("-storepass:file", relative(password)));
    keytool.run(folder.work(), all);
  }

  private String relative(Path file) {
    return folder.work().relativize(file).toString();
  }

  private KeyStore entries(Path from) throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(from.toFile(), password());
  }

  private char[] password() throws IOException {
    return Files.readString(password).strip().toCharArray();
  }

  private static X509Certificate certificate(KeyStore entries, String alias)
      throws GeneralSecurityException, AuthorityException {
    if (entries.getCertificate(alias) instanceof X509Certificate certificate) {
      return certificate;
    }
    throw new AuthorityException("the key store has no certificate '" + alias + "'");
  }

  private static List<String> valid(int days) {
    return List.of("-startdate", START, "-validity", Integer.toString(days));
  }

  private static String revoked(BigInteger serial) {
    return " -id " + serial + ":" + REASON_PRIVILEGE_WITHDRAWN;
  }

  private static AuthorityException unreadable(Path file, GeneralSecurityException why) {
    var failure = new AuthorityException("cannot read " + file + ": " + why);
    failure.initCause(why);
    return failure;
  }
}
