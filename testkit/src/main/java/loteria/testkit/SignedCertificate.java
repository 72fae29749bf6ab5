package loteria.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate with its key, which may sign others.
 *
 * @param chain the certificate, then those that signed it, but for one that signed itself
 */
record SignedCertificate(List<X509Certificate> chain, KeyPair keys) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SERIAL_BITS = 127;

  /** SignedCertificate by its own key. */
  static SignedCertificate byItself(CertificateContent content)
      throws IOException, GeneralSecurityException {
    KeyPair keys = curveKeys();
    return new SignedCertificate(List.of(certify(content, keys, content.subject(), keys)), keys);
  }

  /** Signs a certificate with a new key for a curve. */
  SignedCertificate sign(CertificateContent content) throws IOException, GeneralSecurityException {
    return sign(content, curveKeys());
  }

  /** Signs a certificate. */
  SignedCertificate sign(CertificateContent content, KeyPair of)
      throws IOException, GeneralSecurityException {
    X509Certificate own = chain.getFirst();
    List<X509Certificate> longer = new ArrayList<>();
    longer.add(certify(content, of, own.getSubjectX500Principal().getName(), keys));
    if (!own.getSubjectX500Principal().equals(own.getIssuerX500Principal())) {
      longer.addAll(chain);
    }
    return new SignedCertificate(longer, of);
  }

  /** Signs a list of revoked certificates; returns it as DER. */
  byte[] revoke(List<BigInteger> numbers, CertificateContent.Validity validity)
      throws IOException, GeneralSecurityException {
    String name = chain.getFirst().getSubjectX500Principal().getName();
    var list = new X509v2CRLBuilder(CertificateContent.name(name), validity.from());
    list.setNextUpdate(validity.until());
    for (BigInteger number : numbers) {
      list.addCRLEntry(number, validity.from(), CRLReason.unspecified);
    }
    return list.build(signer(keys)).getEncoded();
  }

  private static X509Certificate certify(
      CertificateContent content, KeyPair keys, String issuer, KeyPair by)
      throws IOException, GeneralSecurityException {
    var builder =
        new JcaX509v3CertificateBuilder(
            CertificateContent.name(issuer),
            new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1),
            content.validity().from(),
            content.validity().until(),
            CertificateContent.name(content.subject()),
            keys.getPublic());
    var ids = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()));
    builder.addExtension(
        Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(by.getPublic()));
    addUse(builder, content.use());
    if (!content.names().isEmpty()) {
      var names = new GeneralNames(content.names().toArray(GeneralName[]::new));
      builder.addExtension(Extension.subjectAlternativeName, false, names);
    }
    try (var in = new ByteArrayInputStream(builder.build(signer(by)).getEncoded())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static void addUse(X509v3CertificateBuilder builder, CertificateContent.Use use)
      throws IOException {
    switch (use) {
      case AUTHORITY -> {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        int usage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      }
      case CLIENT -> addPurpose(builder, KeyPurposeId.id_kp_clientAuth);
      case SERVER -> addPurpose(builder, KeyPurposeId.id_kp_serverAuth);
    }
  }

  private static void addPurpose(X509v3CertificateBuilder builder, KeyPurposeId purpose)
      throws IOException {
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
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
}
