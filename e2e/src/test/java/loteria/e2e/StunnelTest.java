package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import loteria.testkit.TestAuthority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs without TLS behind the real stunnel, with the configuration that docs/security.md has.
 */
@Timeout(120)
class StunnelTest {
  private static final long SEED = 11;
  private static final List<String> BET = List.of("Ana,Paz,10000001,1990-05-17,7574");

  @TempDir Path folder;

  @BeforeEach
  void needStunnel() {
    ShellCommand.assumeThereIs("stunnel");
  }

  @Test
  void textProgramAndAgencyAreServedThroughIt() throws Exception {
    Path file = AgencyRun.file(folder, 2, Bets.of(2, 1000, 3, SEED));
    try (TlsLottery lottery = TlsLottery.start(folder, 2);
        Stunnel first = tunnel(lottery, 1);
        Stunnel second = tunnel(lottery, 2);
        AgencyRun agency = AgencyRun.start(folder, second.port(), 2, file)) {
      var program = new TextClient(first.port(), 1);
      assertEquals("ACK,00000004,1,1\n", program.bet(1, BET));
      assertEquals("ACK,00000004,1,2\n", program.bet(2, BET));
      assertEquals("WIN,0000001710000001,10000001", program.fin());
      assertEquals(List.of("20000000", "20000001", "20000002"), agency.winners());
      assertEquals(List.of(), agency.complaints());
      assertEquals(1002, StoredBets.read(lottery.server().folder()).count());
    }
  }

  @Test
  void messageOfAnotherAgencyIsRefused() throws Exception {
    Path file = AgencyRun.file(folder, 2, Bets.of(2, 10, 0, SEED));
    try (TlsLottery lottery = TlsLottery.start(folder, 2);
        Stunnel first = tunnel(lottery, 1);
        AgencyRun agency = AgencyRun.start(folder, first.port(), 2, file)) {
      var program = new TextClient(first.port(), 2);
      for (String reply : List.of(program.bet(1, BET), program.fin())) {
        assertTrue(reply.startsWith("ERR,") && reply.contains("NOT_YOURS"), reply);
      }
      assertEquals(5, agency.program().awaitExit(), () -> String.join("\n", agency.complaints()));
      assertEquals(0, StoredBets.read(lottery.server().folder()).count());
    }
  }

  @Test
  void serverOfAnotherAuthorityOrForAnotherHostGetsNothing() throws Exception {
    try (TlsLottery lottery = TlsLottery.start(folder, 1)) {
      Path other = TestAuthority.in(folder.resolve("other")).certificate();
      String recipe = recipe(lottery, 1);
      String ca = lottery.authority().certificate().toString();
      assertRefused(recipe.replace(ca, other.toString()), "certificate verify failed");
      assertRefused(
          recipe.replace("checkHost = localhost", "checkHost = lottery.example"),
          "Subject checks failed");
      assertEquals(0, StoredBets.read(lottery.server().folder()).count());
    }
  }

  private void assertRefused(String recipe, String why) throws IOException {
    try (Stunnel stunnel = Stunnel.start(folder, recipe);
        TextConnection connection = TextConnection.connect(stunnel.port())) {
      stunnel.awaitLog(why);
      assertFalse(isServed(connection), why);
    }
  }

  private static boolean isServed(TextConnection connection) {
    try {
      connection.send(TextConnection.bet(1, 1, BET));
      return connection.receive() != null;
    } catch (IOException _) {
      return false;
    }
  }

  private Stunnel tunnel(TlsLottery lottery, int agency) throws IOException {
    return Stunnel.start(folder, recipe(lottery, agency));
  }

  /** What the document says, with the names, the port and the agency of this test. */
  private static String recipe(TlsLottery lottery, int agency) throws IOException {
    String recipe = Recipe.ofSecurity("Programs without TLS");
    Map<String, String> here =
        Map.of(
            "accept = 127.0.0.1:12345",
            "accept = 127.0.0.1:0",
            "lottery.example:12346",
            "localhost:" + lottery.port(),
            "checkHost = lottery.example",
            "checkHost = localhost",
            "/etc/loteria/ca.pem",
            lottery.authority().certificate().toString(),
            "/etc/loteria/agency-7.pem",
            lottery.agency(agency).certificate().toString(),
            "/etc/loteria/agency-7-key.pem",
            lottery.agency(agency).key().toString());
    for (Map.Entry<String, String> each : here.entrySet()) {
      assertTrue(recipe.contains(each.getKey()), each.getKey());
      recipe = recipe.replace(each.getKey(), each.getValue());
    }
    return recipe;
  }
}
