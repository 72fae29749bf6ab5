package loteria.e2e.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import loteria.e2e.AgencyRun;
import loteria.e2e.Bets;
import loteria.e2e.OperatorCli;
import loteria.e2e.RunningServer;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.testkit.TestAuthority.Identity;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of TLS that change while the server runs. */
@Timeout(120)
class RevocationTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(5);
  private static final int SERVER_REFUSED = 5;

  @TempDir private Path folder;
  private Path crl = Path.of("");
  private Certificates certificates;
  private Identity used;

  @BeforeEach
  void makeCertificates() throws Exception {
    certificates = Certificates.in(folder.resolve("certificates"));
    crl = folder.resolve("revoked.pem");
    replace(certificates.authority().crl(), crl);
    var server = new Identity(folder.resolve("server.pem"), folder.resolve("server-key.pem"));
    replace(certificates.server().certificate(), server.certificate());
    replace(certificates.server().key(), server.key());
    used = server;
  }

  @Test
  void resumedConnectionIsCheckedAsAnyOther() throws Exception {
    try (RunningServer server = start(3)) {
      TlsClient client = certificates.client(1);
      long begun = handshakeAt(client, server);
      assertEquals(begun, handshakeAt(client, server), "the second connection is not resumed");
      revoke(server, 1);
      assertRevoked(client, server);
      // Whose certificate is right is served, with a ticket of before or without.
      TlsClient other = certificates.client(2);
      handshakeAt(other, server);
      replace(certificates.authority().crl(), crl);
      server.program().awaitLine("action: certificates \\| result: success", 2);
      handshakeAt(other, server);
    }
  }

  @Test
  void revocationEndsTheSessionsOfThatCertificateOnly() throws Exception {
    try (RunningServer server = start(3);
        TlsConnection revoked = certificates.client(1).connect(server.tlsPort()).hello(1);
        TlsConnection idle = certificates.client(1).connect(server.tlsPort());
        TlsConnection other = certificates.client(2).connect(server.tlsPort()).hello(2)) {
      assertEquals(new Reply.Finished(2), revoked.ask(Bets.finish(1, 0, List.of(), 0)));
      revoked.send(new Request.Results(true));
      store(other, 1);

      revoke(server, 1);

      Assertions.assertTimeoutPreemptively(AT_ONCE, () -> assertClosed(revoked));
      Assertions.assertTimeoutPreemptively(AT_ONCE, () -> assertClosed(idle));
      String serial = certificates.agency(1).read().getSerialNumber().toString(16);
      server
          .program()
          .awaitLine(
              "action: certificate_refused .* agency: 1 \\| serial: "
                  + serial
                  + " \\| error: the certificate has been revoked",
              2);
      assertRevoked(certificates.client(1), server);
      store(other, 2);
      OperatorCli.Output reload = OperatorCli.of(server, folder).ask("reload");
      assertEquals(0, reload.code(), reload.toString());
      store(other, 3);
      assertRevoked(certificates.client(1), server);
    }
  }

  @Test
  void renewedServerCertificateIsUsedByNewConnectionsOnly() throws Exception {
    try (RunningServer server = start(3);
        TlsConnection before = certificates.client(2).connect(server.tlsPort()).hello(2)) {
      store(before, 1);
      assertShows(certificates.server(), before);
      Identity renewed = certificates.authority().server();
      replace(renewed.certificate(), used.certificate());
      server.program().awaitLine("action: certificates \\| result: fail .* is not the key of ");
      replace(renewed.key(), used.key());
      server.program().awaitLine("action: certificates \\| result: success");
      try (TlsConnection after = certificates.client(1).connect(server.tlsPort()).hello(1)) {
        assertShows(renewed, after);
        store(after, 1);
        store(before, 2);
      }
    }
  }

  @Test
  void unusableFilesLeaveTheOldOnesInUse() throws Exception {
    try (RunningServer server = start(3);
        TlsConnection open = certificates.client(2).connect(server.tlsPort()).hello(2)) {
      revoke(server, 1);
      Files.writeString(crl, "garbage\n");
      server.program().awaitLine("action: certificates \\| result: fail .*revoked.pem");
      assertRevoked(certificates.client(1), server);
      store(open, 1);
      Files.delete(crl);
      server.program().awaitLine("action: certificates \\| result: fail .*revoked.pem", 2);
      assertRevoked(certificates.client(1), server);
      OperatorCli.Output reload = OperatorCli.of(server, folder).ask("reload");
      assertEquals(1, reload.code(), reload.toString());
      assertTrue(reload.toString().contains("revoked.pem"), reload.toString());
      store(open, 2);
      replace(certificates.authority().crl(), crl);
      server.program().awaitLine("action: certificates \\| result: success", 2);
      assertRevoked(certificates.client(1), server);
      store(open, 3);
    }
  }

  @Test
  void agencyProgramThatWaitsEndsAndSaysThatItIsRevoked() throws Exception {
    Path file = AgencyRun.file(folder, 1, Bets.of(1, 10, 1, 1));
    try (RunningServer server = start(2)) {
      String[] flags = certificates.agencyFlags(certificates.agency(1));
      try (AgencyRun run = AgencyRun.start(folder, server.tlsPort(), 1, file, flags)) {
        server.program().awaitLine("action: agency_finished");
        revoke(server, 1);
        assertEquals(SERVER_REFUSED, run.program().awaitExit());
        run.program().awaitLine("the certificate has been revoked");
      }
    }
  }

  private RunningServer start(int agencies) {
    String[] flags = certificates.serverFlags(used, "--tls-crl", crl.toString());
    return RunningServer.start(folder, 1, agencies, flags);
  }

  private void revoke(RunningServer server, int agency) throws Exception {
    certificates.authority().revoke(certificates.agency(agency));
    replace(certificates.authority().crl(), crl);
    server.program().awaitLine("action: certificates \\| result: success");
  }

  /** When the session of a new connection, which is used, was begun. */
  private static long handshakeAt(TlsClient client, RunningServer server) throws IOException {
    try (TlsConnection connection = client.connect(server.tlsPort())) {
      // The reply comes after the ticket.
      Reply reply = connection.ask(new Request.Hello(connectionsAgency(connection), ""));
      assertInstanceOf(Reply.Welcome.class, reply);
      return connection.session().getCreationTime();
    }
  }

  private static int connectionsAgency(TlsConnection connection) {
    var own = (X509Certificate) connection.session().getLocalCertificates()[0];
    return Integer.parseInt(own.getSubjectX500Principal().getName().replace("CN=agency-", ""));
  }

  /** Atomically, as an operator should. */
  private static void replace(Path from, Path to) throws IOException {
    Path next = to.resolveSibling(to.getFileName() + ".next");
    Files.copy(from, next, StandardCopyOption.REPLACE_EXISTING);
    Files.move(next, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void store(TlsConnection connection, int batch) throws IOException {
    int agency = connectionsAgency(connection);
    List<List<String>> bets = Bets.of(agency, batch, 0, 1);
    assertEquals(
        new Reply.Ack(batch, 1), connection.ask(Bets.batch(agency, batch, bets, batch - 1, batch)));
  }

  private static void assertRevoked(TlsClient client, RunningServer server) throws IOException {
    try (TlsConnection connection = client.connect(server.tlsPort())) {
      Reply reply = connection.ask(new Request.Hello(1, ""));
      assertEquals(
          new Reply.Failure(ErrorCode.NOT_YOURS, "the certificate has been revoked"), reply);
    }
  }

  private static void assertShows(Identity server, TlsConnection to) throws Exception {
    assertArrayEquals(
        server.read().getEncoded(), to.session().getPeerCertificates()[0].getEncoded());
  }

  /** Without a reply: the connection ends, or is reset. */
  private static void assertClosed(TlsConnection connection) throws IOException {
    try {
      assertEquals(null, connection.receive());
    } catch (SocketException | javax.net.ssl.SSLException e) {
      assertTrue(e.getMessage() != null, "reset");
    }
  }
}
