package loteria.ipc.tls;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * The client's side of TLS 1.3, with a certificate of its own. The server's certificate must be of
 * one of the given authorities, valid, and for the host that the client connects to. Immutable.
 */
public final class ClientTls {
  private static final String PROTOCOL = "TLSv1.3";

  private final SSLContext context;

  private ClientTls(SSLContext context) {
    this.context = context;
  }

  /**
   * Reads the files.
   *
   * @param serverCa the authorities that certify servers, in PEM form
   * @param certificate the client's own, then those up to its authority, in PEM form
   * @param key of that certificate, in PEM form
   * @throws TlsFileException which names the file that cannot be used
   */
  public static ClientTls of(Path serverCa, Path certificate, Path key) throws TlsFileException {
    List<X509Certificate> authorities = Pem.certificates(serverCa);
    List<X509Certificate> own = Pem.certificates(certificate);
    PrivateKey ownKey = Pem.privateKey(key);
    if (!KeyPairs.fit(ownKey, own.getFirst().getPublicKey())) {
      throw new TlsFileException(key, "is not the key of " + certificate);
    }
    try {
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        trusted.setCertificateEntry("ca-" + i, authorities.get(i));
      }
      var trustManagers = TrustManagerFactory.getInstance("PKIX");
      trustManagers.init(trusted);
      var context = SSLContext.getInstance(PROTOCOL);
      context.init(
          new KeyManager[] {new OwnCertificate(own, ownKey)},
          trustManagers.getTrustManagers(),
          new SecureRandom());
      return new ClientTls(context);
    } catch (GeneralSecurityException | IOException e) {
      throw new TlsFileException(certificate, "cannot be used for TLS: " + e.getMessage(), e);
    }
  }

  /**
   * Makes the handshake on a connection.
   *
   * @param socket a blocking connection; owned by the result
   * @param host that the server's certificate must be for; a session of TLS is resumed only with
   *     the host and the port that it was begun with
   * @throws TlsRefusedException if either side refuses the other, so that another try cannot help
   * @throws IOException if the connection ends
   */
  public SocketChannel connect(SocketChannel socket, String host, int port) throws IOException {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {PROTOCOL});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    var channel = TlsSocketChannel.ofClient(socket, engine);
    try {
      var _ = channel.handshake();
      return channel;
    } catch (ClosedChannelException e) {
      throw new IOException("the connection ended in the handshake of TLS", e);
    } catch (SSLException e) {
      throw new TlsRefusedException(e);
    }
  }
}
