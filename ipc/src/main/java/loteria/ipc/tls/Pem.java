package loteria.ipc.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads certificates, keys and revocation lists from PEM files (RFC 7468). Every failure is a
 * {@link TlsFileException}, which names the file.
 */
public final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final String PKCS8 = "PRIVATE KEY";
  private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "EdDSA");

  private Pem() {}

  /** All certificates of a file, in its order; at least one. */
  public static List<X509Certificate> certificates(Path file) throws TlsFileException {
    try (var in = new ByteArrayInputStream(bytes(file))) {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (certificates.isEmpty()) {
        throw new TlsFileException(file, "has no certificate in PEM form");
      }
      return certificates;
    } catch (CertificateException e) {
      throw new TlsFileException(file, "is not a file of certificates in PEM form", e);
    } catch (TlsFileException e) {
      throw e;
    } catch (IOException e) {
      throw new TlsFileException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** The revocation lists of a file, one for each authority; at least one. */
  public static List<X509CRL> revocationLists(Path file) throws TlsFileException {
    try (var in = new ByteArrayInputStream(bytes(file))) {
      List<X509CRL> lists =
          CertificateFactory.getInstance("X.509").generateCRLs(in).stream()
              .map(X509CRL.class::cast)
              .toList();
      if (lists.isEmpty()) {
        throw new TlsFileException(file, "has no revocation list in PEM form");
      }
      return lists;
    } catch (TlsFileException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new TlsFileException(file, "is not a revocation list in PEM form", e);
    } catch (IOException e) {
      throw new TlsFileException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** The private key of a file, in PKCS #8 form without a password. */
  public static PrivateKey privateKey(Path file) throws TlsFileException {
    Matcher found = KEY.matcher(new String(bytes(file), StandardCharsets.ISO_8859_1));
    if (!found.find()) {
      throw new TlsFileException(file, "has no private key in PEM form");
    }
    if (!found.group(1).equals(PKCS8)) {
      throw new TlsFileException(
          file,
          String.format(
              Locale.ROOT,
              "has a key of the form '%s', which is not read; convert it:"
                  + " openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW",
              found.group(1)));
    }
    byte[] encoded;
    try {
      encoded = Base64.getMimeDecoder().decode(found.group(2));
    } catch (IllegalArgumentException e) {
      throw new TlsFileException(file, "has a damaged private key", e);
    }
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException _) {
        // A key of another algorithm, most likely: the next one is tried.
      } catch (GeneralSecurityException e) {
        throw new TlsFileException(file, "cannot be used on this Java", e);
      }
    }
    throw new TlsFileException(
        file, "has a damaged private key, or one of another kind than " + KEY_ALGORITHMS);
  }

  private static byte[] bytes(Path file) throws TlsFileException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new TlsFileException(file, "does not exist", e);
    } catch (IOException e) {
      throw new TlsFileException(file, "cannot be read: " + e.getMessage(), e);
    }
  }
}
