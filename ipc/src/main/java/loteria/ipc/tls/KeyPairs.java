package loteria.ipc.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Whether a private key and a certificate belong together. */
public final class KeyPairs {
  private KeyPairs() {}

  /** Whether what the one signs, the other verifies. */
  public static boolean fit(PrivateKey key, PublicKey certified) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    byte[] sample = {1};
    try {
      var signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(sample);
      byte[] signed = signing.sign();
      var verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certified);
      verifying.update(sample);
      return verifying.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
