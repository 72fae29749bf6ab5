package loteria.ipc.tls;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A handshake of TLS failed because one side refuses the other, or does not speak TLS 1.3. The
 * message is a sentence that says which.
 */
public final class TlsRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with a path to an authority that has the right name, and another key. */
  private static final Set<CertPathValidatorException.Reason> OTHER =
      Set.of(PKIXReason.NO_TRUST_ANCHOR, BasicReason.INVALID_SIGNATURE);

  TlsRefusedException(SSLException cause) {
    super(sentence(cause), cause);
  }

  private static String sentence(SSLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String known = known(cause);
      if (known != null) {
        return known;
      }
    }
    return "TLS fails: " + failure.getMessage();
  }

  private static @Nullable String known(Throwable cause) {
    // Java puts the name of the alert before some messages, in parentheses.
    String text = String.valueOf(cause.getMessage()).replaceFirst("^\\([a-z_]+\\) ", "");
    if (cause instanceof CertificateExpiredException) {
      return "the server's certificate has expired (" + text + ")";
    }
    if (cause instanceof CertificateNotYetValidException) {
      return "the server's certificate is not yet valid (" + text + ")";
    }
    if (cause instanceof CertPathBuilderException
        || (cause instanceof CertPathValidatorException path && OTHER.contains(path.getReason()))) {
      return "the server's certificate is of another authority than those in --server-ca";
    }
    if (text.startsWith("No subject alternative") || text.startsWith("No name matching")) {
      return "the server's certificate is for another host (" + text + ")";
    }
    if (text.contains("nrecognized SSL message")) {
      return "the server does not speak TLS at this port";
    }
    if (text.startsWith("Received fatal alert: ")) {
      return "the server refuses TLS with the alert "
          + text.substring("Received fatal alert: ".length());
    }
    return null;
  }
}
