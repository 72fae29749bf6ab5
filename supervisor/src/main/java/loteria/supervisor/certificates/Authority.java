package loteria.supervisor.certificates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * A certificate authority in a folder. Each operation excludes the others, of any process, and is
 * either complete or has changed nothing.
 */
final class Authority {
  /** How long the authority is valid, and each list of revoked certificates. */
  static final int DAYS = 3650;

  static final String CERTIFICATE = "ca.pem";
  static final String STORE = "authority.p12";
  static final String REVOKED = "crl.pem";
  static final String INDEX = "index.csv";

  private final Path folder;
  private final Keytool keytool;
  private final InstantSource clock;

  Authority(Path folder, Keytool keytool, InstantSource clock) {
    this.folder = folder;
    this.keytool = keytool;
    this.clock = clock;
  }

  /**
   * A certificate that was issued.
   *
   * @param earlier how many good ones the holder has beside it
   */
  record Issue(IssuedCertificate certificate, int earlier) {}

  /** Makes the authority, its empty list of revoked certificates, and the server's certificate. */
  IssuedCertificate init(Holder.Server server) throws IOException, InterruptedException {
    try (AuthorityFolder files = AuthorityFolder.create(folder)) {
      Signer signer = Signer.create(files, keytool, DAYS);
      files.writePublic(CERTIFICATE, pem(signer.certificate()));
      IssuedCertificate issued = issue(files, signer, server, server.daysByDefault());
      signer.writeRevoked(List.of(), DAYS);
      files.writePrivate(INDEX, IssuedIndex.EMPTY.with(issued).text());
      files.publish();
      return issued;
    }
  }

  /**
   * Issues a certificate. Earlier ones of the holder stay valid.
   *
   * @param days how long it is valid
   * @throws AuthorityException if the authority itself is not valid for so long
   */
  Issue issue(Holder holder, int days) throws IOException, InterruptedException {
    try (AuthorityFolder files = AuthorityFolder.open(folder)) {
      IssuedIndex index = index(files);
      Signer signer = Signer.of(files, keytool);
      checkDays(days, signer.certificate());
      IssuedCertificate issued = issue(files, signer, holder, days);
      files.writePrivate(INDEX, index.with(issued).text());
      files.publish();
      Instant now = clock.instant();
      long earlier = index.of(holder).stream().filter(each -> each.isGood(now)).count();
      return new Issue(issued, Math.toIntExact(earlier));
    }
  }

  /**
   * Revokes every certificate of a holder, and writes the list again.
   *
   * @return those that are revoked by this call; empty if the holder had none left
   * @throws AuthorityException if the holder never had a certificate
   */
  List<IssuedCertificate> revoke(Holder holder) throws IOException, InterruptedException {
    try (AuthorityFolder files = AuthorityFolder.open(folder)) {
      IssuedIndex before = index(files);
      if (before.of(holder).isEmpty()) {
        throw new AuthorityException(
            folder + " has issued no certificate to " + holder.label() + ": none is revoked");
      }
      Instant now = clock.instant();
      IssuedIndex after = before.revoke(holder, now);
      Signer.of(files, keytool).writeRevoked(after.revoked(), DAYS);
      files.writePrivate(INDEX, after.text());
      files.publish();
      return before.of(holder).stream().filter(each -> each.revokedAt() == null).toList();
    }
  }

  /** All certificates that were issued, the oldest first. */
  List<IssuedCertificate> list() throws IOException {
    try (AuthorityFolder files = AuthorityFolder.open(folder)) {
      return index(files).certificates();
    }
  }

  /** Prepares a certificate and its key. */
  private static IssuedCertificate issue(
      AuthorityFolder files, Signer signer, Holder holder, int days)
      throws IOException, InterruptedException {
    Signer.Identity identity = signer.issue(holder, days);
    X509Certificate certificate = identity.certificate();
    files.writePublic(certificateFile(holder), pem(certificate));
    files.writePrivate(keyFile(holder), PemText.of(identity.key()));
    return new IssuedCertificate(
        certificate.getSerialNumber(), holder.word(), certificate.getNotAfter().toInstant(), null);
  }

  static String certificateFile(Holder holder) {
    return holder.name() + ".pem";
  }

  static String keyFile(Holder holder) {
    return holder.name() + "-key.pem";
  }

  private void checkDays(int days, X509Certificate authority) throws AuthorityException {
    Instant end = authority.getNotAfter().toInstant();
    long left = Duration.between(clock.instant(), end).toDays();
    if (days > left) {
      throw new AuthorityException(
          "the authority itself is valid for "
              + Math.max(left, 0)
              + " days more, not for "
              + days
              + ": use a smaller --days, or make a new authority");
    }
  }

  private IssuedIndex index(AuthorityFolder files) throws IOException {
    try {
      return IssuedIndex.parse(Files.readString(files.published(INDEX)));
    } catch (NoSuchFileException e) {
      var failure =
          new AuthorityException(e.getMessage() + " is missing: restore the file from a copy");
      failure.initCause(e);
      throw failure;
    }
  }

  private static String pem(X509Certificate certificate) throws AuthorityException {
    try {
      return PemText.of(certificate);
    } catch (CertificateEncodingException e) {
      var failure = new AuthorityException("keytool made a certificate that has no encoding: " + e);
      failure.initCause(e);
      throw failure;
    }
  }
}
