package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import loteria.testkit.TestAuthority;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page of a server that has TLS: HTTPS for all, and HTTP for its own machine. */
@Timeout(120)
class PageTlsTest {
  private static final char[] NO_PASSWORD = {};

  private static TlsLottery lottery;
  private static int port;

  @TempDir Path folder;

  @BeforeAll
  static void startServer(@TempDir Path shared) throws Exception {
    lottery = TlsLottery.start(shared, 1, "--http", "0.0.0.0:0", "--http-open");
    port =
        Integer.parseInt(
            lottery.server().program().awaitLine("action: ready .* http: (\\d+)").group(1));
  }

  @AfterAll
  static void endServer() {
    if (lottery != null) {
      lottery.close();
    }
  }

  @Test
  void pageIsServedWithTheServersCertificate() throws Exception {
    try (HttpClient client = trusting(lottery.authority().certificate())) {
      HttpResponse<String> status = get(client, "https://localhost:" + port + "/api/status");
      assertEquals(200, status.statusCode());
      assertTrue(status.body().contains("\"certificateExpires\""), status.body());
      assertEquals("TLSv1.3", status.sslSession().orElseThrow().getProtocol());
    }
  }

  @Test
  void clientThatTrustsAnotherAuthorityReadsNothing() throws Exception {
    try (HttpClient client = trusting(TestAuthority.in(folder).certificate())) {
      assertThrows(
          SSLHandshakeException.class,
          () -> get(client, "https://localhost:" + port + "/api/status"));
    }
  }

  @Test
  void clientOnThisMachineMayDoWithout() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertEquals(200, get(client, "http://127.0.0.1:" + port + "/metrics").statusCode());
    }
  }

  @Test
  void clientElsewhereMayNot() throws Exception {
    Optional<InetAddress> outside =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .findFirst();
    assumeTrue(outside.isPresent(), "this machine has no address but its own");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> refused =
          get(client, "http://" + outside.orElseThrow().getHostAddress() + ":" + port + "/metrics");
      assertEquals(400, refused.statusCode());
      assertTrue(refused.body().contains("HTTPS only"), refused.body());
    }
  }

  private static HttpResponse<String> get(HttpClient client, String url)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static HttpClient trusting(Path authority) throws IOException, GeneralSecurityException {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, NO_PASSWORD);
    try (InputStream pem = Files.newInputStream(authority)) {
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    var managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(trusted);
    var context = SSLContext.getInstance("TLSv1.3");
    context.init(null, managers.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }
}
