package loteria.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * Java's own check of certificates.
 *
 * @param authority the PEM file of the authority that is trusted
 * @param revoked the PEM file of its list of revoked certificates
 */
record CertificateCheck(Path authority, Path revoked) {
  /** Why a PEM file's certificates are not accepted; empty if they are. */
  String refusal(Path file) throws IOException, GeneralSecurityException {
    var factory = CertificateFactory.getInstance("X.509");
    CertPath path;
    X509Certificate anchor;
    CRL list;
    try (var certificates = Files.newInputStream(file);
        var trusted = Files.newInputStream(authority);
        var lists = Files.newInputStream(revoked)) {
      path = factory.generateCertPath(List.copyOf(factory.generateCertificates(certificates)));
      anchor = (X509Certificate) factory.generateCertificate(trusted);
      list = factory.generateCRL(lists);
    }
    var parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
    var lists = new CollectionCertStoreParameters(List.of(list));
    parameters.addCertStore(CertStore.getInstance("Collection", lists));
    try {
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
      return "";
    } catch (CertPathValidatorException e) {
      return e.getMessage() + " (" + e.getReason() + ")";
    }
  }
}
