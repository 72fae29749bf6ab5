package loteria.e2e.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import loteria.e2e.AgencyRun;
import loteria.e2e.Bets;
import loteria.e2e.RunningServer;
import loteria.e2e.StoredBets;
import loteria.testkit.TestAuthority;
import loteria.testkit.TestAuthority.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agency sends nothing to a server that it cannot trust, and says why. */
@Timeout(180)
class RefusedServerTest {
  private static final int SERVER_REFUSED = 5;

  @TempDir private Path folder;

  @Test
  void agencySaysWhatIsWrongWithTheServer() throws Exception {
    Certificates certificates = Certificates.in(folder.resolve("certificates"));
    Identity right = certificates.server();
    var used = new Identity(folder.resolve("server.pem"), folder.resolve("server-key.pem"));
    put(right, used);
    Identity ofOther = TestAuthority.in(folder.resolve("other")).server();
    Identity forOther = certificates.authority().server("example.org");
    Identity expired = certificates.authority().expiredServer();
    try (RunningServer server = RunningServer.start(folder, 1, 1, certificates.serverFlags(used))) {
      int tls = server.tlsPort();
      renew(server, ofOther, used, 1);
      assertRefused(
          tls,
          "the server's certificate is of another authority than those in --server-ca",
          certificates.agencyFlags(certificates.agency(1)));
      renew(server, forOther, used, 2);
      assertRefused(
          tls,
          "the server's certificate is for another host",
          certificates.agencyFlags(certificates.agency(1)));
      renew(server, expired, used, 3);
      assertRefused(
          tls,
          "the server's certificate has expired",
          certificates.agencyFlags(certificates.agency(1)));
      renew(server, right, used, 4);
      assertRefused(
          server.port(),
          "the server does not speak TLS at this port",
          certificates.agencyFlags(certificates.agency(1)));
      assertRefused(tls, "this port speaks TLS only");
      assertEquals(0, StoredBets.read(server.folder()).count());
      try (AgencyRun run = run(tls, certificates.agencyFlags(certificates.agency(1)))) {
        assertEquals(List.of(), run.winners());
      }
      assertEquals(3, StoredBets.read(server.folder()).count());
    }
  }

  @Test
  void certificateMustBeForTheHostByWhichTheListNamesTheServer() throws Exception {
    Certificates certificates = Certificates.in(folder.resolve("certificates"));
    Identity forLocalhost = certificates.authority().server("localhost");
    try (RunningServer server =
            RunningServer.start(folder, 1, 1, certificates.serverFlags(forLocalhost));
        SocketChannel reserved = SocketChannel.open()) {
      int tls = server.tlsPort();
      String right = "localhost:" + tls;
      String wrong = "127.0.0.1:" + tls;
      String[] flags = certificates.agencyFlags(certificates.agency(1));
      Path file = AgencyRun.file(folder, 1, Bets.of(1, 3, 0, 1));
      // Agency 1 begins with the second of two.
      try (AgencyRun run = AgencyRun.startOn(folder, right + "," + wrong, 1, file, flags)) {
        assertEquals(SERVER_REFUSED, run.program().awaitExit());
        run.program().awaitLine(wrong + ": the server's certificate is for another host");
      }
      reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String down = "127.0.0.1:" + ((InetSocketAddress) reserved.getLocalAddress()).getPort();
      try (AgencyRun run = AgencyRun.startOn(folder, right + "," + down, 1, file, flags)) {
        assertEquals(List.of(), run.winners());
        run.program().awaitLine("result: fail \\| server: " + down + " .* next_server: " + right);
      }
      assertEquals(3, StoredBets.read(server.folder()).count());
    }
  }

  private void renew(RunningServer server, Identity by, Identity used, int times) throws Exception {
    put(by, used);
    String expires = by.read().getNotAfter().toInstant().toString();
    server.program().awaitLine("action: certificates \\| result: success", times);
    server.program().awaitLine("action: certificates \\| result: success .*" + expires);
  }

  /** The key first: a server that reads in between finds that they do not fit. */
  private static void put(Identity from, Identity to) throws Exception {
    Files.copy(from.key(), to.key(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(from.certificate(), to.certificate(), StandardCopyOption.REPLACE_EXISTING);
  }

  private void assertRefused(int port, String why, String... flags) throws Exception {
    try (AgencyRun run = run(port, flags)) {
      assertEquals(SERVER_REFUSED, run.program().awaitExit(), why);
      run.program().awaitLine(why);
    }
  }

  private AgencyRun run(int port, String... flags) throws Exception {
    Path file = AgencyRun.file(folder, 1, Bets.of(1, 3, 0, 1));
    return AgencyRun.start(folder, port, 1, file, flags);
  }
}
