package loteria.supervisor.certificates;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Certificates and keys as PEM text (RFC 7468). Pure. */
final class PemText {
  private static final int LINE_LENGTH = 64;

  private PemText() {}

  static String of(X509Certificate certificate) throws CertificateEncodingException {
    return text("CERTIFICATE", certificate.getEncoded());
  }

  /** A key as PKCS#8, without a password. */
  static String of(PrivateKey key) {
    return text("PRIVATE KEY", key.getEncoded());
  }

  private static String text(String kind, byte[] content) {
    var base64 = Base64.getMimeEncoder(LINE_LENGTH, "\n".getBytes(StandardCharsets.US_ASCII));
    String lines = base64.encodeToString(content);
    return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
  }
}
