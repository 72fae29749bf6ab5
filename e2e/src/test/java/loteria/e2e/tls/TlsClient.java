package loteria.e2e.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import loteria.ipc.tls.Pem;
import loteria.testkit.TestAuthority.Identity;
import org.jspecify.annotations.Nullable;

/**
 * A client with TLS as Java's own sockets have it, and with one certificate or none, which it shows
 * whatever authorities the server names. It keeps session tickets. Safe for use by several threads.
 */
final class TlsClient {
  private static final String HOST = "localhost";

  private final SSLContext context;

  private TlsClient(SSLContext context) {
    this.context = context;
  }

  /**
   * A client.
   *
   * @param authority that the server's certificate must be of
   * @param identity that it shows, or null for none
   */
  static TlsClient of(Path authority, @Nullable Identity identity)
      throws IOException, GeneralSecurityException {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", Pem.certificates(authority).getFirst());
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    KeyManager[] keys = identity == null ? new KeyManager[0] : new KeyManager[] {shown(identity)};
    var context = SSLContext.getInstance("TLS");
    context.init(keys, trust.getTrustManagers(), new SecureRandom());
    return new TlsClient(context);
  }

  private static KeyManager shown(Identity identity) throws IOException {
    return new OneCertificate(
        Pem.certificates(identity.certificate()), Pem.privateKey(identity.key()));
  }

  /** Connects, and makes the handshake with TLS 1.3. */
  TlsConnection connect(int port) throws IOException {
    return new TlsConnection(socket(port, "TLSv1.3"));
  }

  /** Connects, and makes the handshake with one of some versions. */
  SSLSocket socket(int port, String... versions) throws IOException {
    var socket = (SSLSocket) context.getSocketFactory().createSocket(HOST, port);
    try {
      socket.setTcpNoDelay(true);
      socket.setEnabledProtocols(versions);
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Connects with a receive buffer of this many bytes, and makes the handshake. */
  SSLSocket narrowSocket(int port, int bytes) throws IOException {
    var socket = (SSLSocket) context.getSocketFactory().createSocket();
    try {
      socket.setReceiveBufferSize(bytes);
      socket.connect(new InetSocketAddress(HOST, port));
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** A handshake that is made step by step. */
  SteppedHandshake step(Socket socket) throws IOException {
    SSLEngine engine = context.createSSLEngine(HOST, socket.getPort());
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(new String[] {"TLSv1.3"});
    return new SteppedHandshake(socket, engine);
  }

  /** Shows its certificate always. */
  private static final class OneCertificate extends X509ExtendedKeyManager {
    private static final String ALIAS = "one";

    private final X509Certificate[] chain;
    private final PrivateKey key;

    OneCertificate(List<X509Certificate> chain, PrivateKey key) {
      this.chain = chain.toArray(X509Certificate[]::new);
      this.key = key;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal @Nullable [] issuers, Socket of) {
      return ALIAS;
    }

    @Override
    public String chooseEngineClientAlias(
        String[] types, Principal @Nullable [] issuers, SSLEngine of) {
      return ALIAS;
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, Socket of) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }
}
