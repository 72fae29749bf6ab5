package loteria.e2e.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import loteria.e2e.AgencyRun;
import loteria.e2e.Bets;
import loteria.e2e.RunningServer;
import loteria.e2e.StoredBets;
import loteria.e2e.TextConnection;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.testkit.TestAuthority.Flaw;
import loteria.testkit.TestAuthority.Identity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An agency whose certificate is refused learns why, and so does the operator of the server. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedCertificatesTest {
  private static final int AGENCY = 7;
  private static final int AGENCIES = 9;
  private static final int SERVER_REFUSED = 5;

  @TempDir static Path folder;

  private final Map<Flaw, Identity> flawed = new EnumMap<>(Flaw.class);
  private Certificates certificates;
  private RunningServer server;

  @BeforeAll
  void start() throws Exception {
    certificates = Certificates.in(folder.resolve("certificates"));
    for (Flaw flaw : Flaw.values()) {
      flawed.put(flaw, certificates.authority().flawed(flaw, AGENCY));
    }
    String crl = certificates.authority().crl().toString();
    server = RunningServer.start(folder, 1, AGENCIES, certificates.serverFlags("--tls-crl", crl));
  }

  @AfterAll
  void close() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void bothSidesSayWhatIsWrong(Flaw flaw) throws Exception {
    String why = refusal(flaw);
    Identity identity = flawed(flaw);
    String serial = identity.read().getSerialNumber().toString(16);
    Path file = AgencyRun.file(folder, AGENCY, Bets.of(AGENCY, 10, 0, 1));
    String[] flags = certificates.agencyFlags(identity, "--give-up-after", "20s");
    try (AgencyRun run = AgencyRun.start(folder, server.tlsPort(), AGENCY, file, flags)) {
      if (flaw == Flaw.COMMON_NAME_ONLY) {
        server.program().awaitLine("action: apuesta_recibida .* cantidad: 10 \\| agency: 7");
        return;
      }
      assertEquals(SERVER_REFUSED, run.program().awaitExit());
      run.program().awaitLine(why);
      server
          .program()
          .awaitLine(
              "action: certificate_refused \\| .* serial: " + serial + " \\| error: .*" + why);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COMMON_NAME_ONLY")
  void eachDialectSaysIt(Flaw flaw) throws Exception {
    TlsClient client = TlsClient.of(authority(), flawed(flaw));
    assertRefused(client, refusal(flaw));
  }

  @Test
  void clientWithoutACertificateIsRefused() throws Exception {
    try (TlsConnection connection = TlsClient.of(authority(), null).connect(server.tlsPort())) {
      // In TLS 1.3 a client learns it only when it reads.
      var refused =
          assertThrows(IOException.class, () -> connection.ask(new Request.Hello(AGENCY, "")));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("certificate_required"), "" + refused);
    }
    server.program().awaitLine("action: handshake \\| result: fail .*Empty client certificate");
  }

  @Test
  void nothingOfThemIsStored() throws Exception {
    for (Flaw flaw : List.of(Flaw.REVOKED, Flaw.EXPIRED, Flaw.SELF_SIGNED)) {
      TlsClient client = TlsClient.of(authority(), flawed(flaw));
      var sent = new ArrayList<Reply>();
      try (TlsConnection connection = client.connect(server.tlsPort())) {
        // All at once: what comes after the refused message must not count either.
        connection.send(new Request.Hello(AGENCY + 1, ""));
        connection.send(Bets.batch(AGENCY + 1, 1, Bets.of(AGENCY + 1, 5, 0, 1), 0, 5));
        Reply reply = connection.receive();
        while (reply != null) {
          sent.add(reply);
          reply = connection.receive();
        }
      }
      assertEquals(1, sent.size(), sent.toString());
    }
    assertEquals(List.of(), StoredBets.read(server.folder()).of(AGENCY + 1));
  }

  private void assertRefused(TlsClient client, String why) throws IOException {
    try (TlsConnection connection = client.connect(server.tlsPort())) {
      Reply.Failure failure =
          assertInstanceOf(Reply.Failure.class, connection.ask(new Request.Hello(AGENCY, "")));
      assertEquals(ErrorCode.NOT_YOURS, failure.code());
      assertEquals(0, failure.retryAfterMs());
      assertTrue(failure.text().matches(".*" + why + ".*"), failure.text());
      assertEquals(null, connection.receive());
    }
    try (TextConnection connection = client.connect(server.tlsPort()).text()) {
      connection.send(TextConnection.fin(AGENCY));
      String reply = String.valueOf(connection.receive());
      assertTrue(reply.matches("(?s)ERR,[0-9]{8}NOT_YOURS: .*" + why + ".*"), reply);
      assertEquals(null, connection.receive());
    }
  }

  private static String refusal(Flaw flaw) {
    return switch (flaw) {
      case EXPIRED -> "the certificate has expired, on ";
      case NOT_YET_VALID -> "the certificate is not yet valid, only from ";
      case REVOKED -> "the certificate has been revoked";
      case OTHER_AUTHORITY -> "no authority of this server issued .* issuer is CN=Test authority";
      case SELF_SIGNED, SIGNED_BY_AN_AGENCY ->
          "no authority of this server issued .* issuer is CN=agency-7";
      case NO_AGENCY -> "the certificate names no agency";
      case COMMON_NAME_ONLY -> "";
      case TWO_AGENCIES -> "the certificate names several agencies";
      case AGENCY_OUT_OF_RANGE -> "the certificate names agency '1000000'";
      case AGENCY_NOT_A_NUMBER -> "the certificate names agency 'seven'";
      case FOR_SERVERS_ONLY -> "the certificate is not one for clients";
    };
  }

  private Identity flawed(Flaw flaw) {
    Identity identity = flawed.get(flaw);
    assertTrue(identity != null && Files.exists(identity.key()), "made");
    return identity;
  }

  private Path authority() {
    return certificates.authority().certificate();
  }
}
