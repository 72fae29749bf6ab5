package loteria.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** Reads and writes PEM files (RFC 7468), independent of the code under test. */
final class PemFiles {
  private PemFiles() {}

  /** The first certificate of a file. */
  static X509Certificate certificate(Path file) throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(file)) {
      var factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate) factory.generateCertificate(in);
    }
  }

  static void writeCertificates(Path file, List<X509Certificate> chain)
      throws IOException, GeneralSecurityException {
    var text = new StringBuilder();
    for (X509Certificate certificate : chain) {
      text.append(block("CERTIFICATE", certificate.getEncoded()));
    }
    Files.writeString(file, text);
  }

  /** In the form PKCS #8, without a password. */
  static void writeKey(Path file, Key key) throws IOException {
    var owners = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createFile(file, owners);
    Files.writeString(file, block("PRIVATE KEY", key.getEncoded()));
  }

  /** A list of revoked certificates, as DER. */
  static void writeList(Path file, byte[] list) throws IOException {
    Files.writeString(file, block("X509 CRL", list));
  }

  private static String block(String kind, byte[] content) {
    var base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    String lines = base64.encodeToString(content);
    return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
  }
}
