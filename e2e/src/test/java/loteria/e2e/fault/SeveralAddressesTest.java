package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loteria.e2e.AgencyRun;
import loteria.e2e.Bets;
import loteria.e2e.RunningServer;
import loteria.e2e.StoredBets;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agency reaches one server by three addresses, and its connections are cut and stopped all the
 * time: it moves from one to the next, and each bet is stored once and in order.
 */
@Tag("fault")
@Timeout(120)
class SeveralAddressesTest {
  private static final int BETS = 20_000;
  private static final int CUTS = 12;

  @TempDir Path folder;

  @Test
  void eachBetIsStoredOnceWhicheverConnectionsBreak() throws Exception {
    var random = new Random(FaultScale.SEED);
    List<List<String>> bets = Bets.of(1, BETS, 2, FaultScale.SEED);
    Path file = AgencyRun.file(folder, 1, bets);
    try (RunningServer server = RunningServer.start(folder, 2, 1);
        Proxy first = Proxy.to(server.port());
        Proxy second = Proxy.to(server.port());
        Proxy third = Proxy.to(server.port())) {
      List<Proxy> proxies = List.of(first, second, third);
      List<String> servers = new ArrayList<>();
      for (Proxy proxy : proxies) {
        proxy.slow(512, Duration.ofMillis(2));
        servers.add("127.0.0.1:" + proxy.port());
      }
      try (AgencyRun run =
          AgencyRun.startOn(
              folder, String.join(",", servers), 1, file, "--batch-max=20", "--window=4")) {
        for (int cut = 1; cut <= CUTS; cut++) {
          run.program().awaitLine("connect \\| result: success", cut);
          int before = run.program().lines("connect | result: success").size();
          FaultPause.of(FaultPause.random(random, 0, 200));
          proxies.forEach(Proxy::cut);
          Awaitility.await()
              .atMost(Duration.ofSeconds(30))
              .until(() -> run.program().lines("connect | result: success").size() > before);
        }
        proxies.forEach(Proxy::heal);
        assertEquals(Bets.documents(bets, 2), run.winners());
        for (Proxy proxy : proxies) {
          assertTrue(run.program().lines("success | server: 127.0.0.1:" + proxy.port()).size() > 1);
        }
      }
      assertEquals(bets, StoredBets.read(server.folder()).of(1), () -> "seed " + FaultScale.SEED);
    }
  }
}
