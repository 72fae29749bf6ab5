package loteria.e2e.fault.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import loteria.e2e.RunningServer;
import loteria.e2e.StoredBets;
import loteria.e2e.VerifyRun;
import loteria.e2e.fault.Access;
import loteria.e2e.fault.FaultScale;
import loteria.e2e.fault.Transport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Legal clients with arbitrary requests that break off anywhere, while workers are killed,
 * suspended and replaced: the stored rows of each can be the outcome of its sessions, in content
 * and order.
 */
@Tag("fault")
@ParameterizedClass
@EnumSource
@Timeout(4 * 60 * 60)
class UnfriendlyClientsTest {
  private static final int WORKERS = 4;

  /**
   * Connections must not overflow the backlog: a client that believes to be connected would be
   * accepted later than the next one, and the order of its sessions would not be known.
   */
  private static final String[] LIMITS = {
    "--heartbeat-timeout", "1s", "--grace", "1s", "--idle-timeout", "10s", "--backlog", "2048"
  };

  private static final int CLIENTS_PER_SERVER = 2_500;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final Transport transport;

  UnfriendlyClientsTest(Transport transport) {
    this.transport = transport;
  }

  private final Crowd crowd = new Crowd();

  @Test
  void storedBetsAreTheAcknowledgedOnesOnceAndInOrder() throws IOException, InterruptedException {
    int clients = transport.share(FaultScale.CLIENTS);
    for (int from = 0; from < clients && crowd.violations() == 0; from += CLIENTS_PER_SERVER) {
      int count = Math.min(CLIENTS_PER_SERVER, clients - from);
      serve(Files.createDirectory(folder.resolve("from-" + from)), FaultScale.SEED + from, count);
    }
    crowd.assertNoViolations();
  }

  private void serve(Path place, long seed, int count) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    String disturbed;
    List<ClientRun> runs = new ArrayList<>();
    Access access = transport.access(place);
    try (RunningServer server = access.start(place, WORKERS, count, LIMITS)) {
      for (int i = 0; i < count; i++) {
        runs.add(new ClientRun(seed + i, i + 1, access.dialer(server)));
      }
      try (Disturber disturber = Disturber.start(server, place, seed)) {
        crowd.runAll(runs);
        disturbed = disturber.toString();
      }
      check(place, server, runs);
    }
    System.out.printf(
        "%d unfriendly clients, %s, from seed %d: %d violations, %s, %d ms%n",
        count,
        transport,
        seed,
        crowd.violations(),
        disturbed,
        (System.nanoTime() - begun) / 1_000_000);
  }

  private void check(Path place, RunningServer server, List<ClientRun> runs) throws IOException {
    StoredBets stored = StoredBets.read(server.folder());
    crowd.forAll(runs, run -> run.finish(stored));
    crowd.forAll(runs, run -> run.check(stored));
    if (crowd.violations() == 0) {
      checkDraw(server.folder(), stored, runs);
    }
    assertEquals(0, server.stop(), "exit code of the supervisor");
    VerifyRun verified = VerifyRun.of(place, place.resolve("data"));
    assertEquals(0, verified.code(), verified::toString);
  }

  /** The draw is made, and its winners are the stored rows that win, agency by agency. */
  private static void checkDraw(Path folder, StoredBets stored, List<ClientRun> runs)
      throws IOException {
    Path winners = folder.resolve("winners.csv");
    Awaitility.await("the draw").atMost(PATIENCE).until(() -> Files.exists(winners));
    Map<Integer, List<String>> expected = new TreeMap<>();
    for (ClientRun run : runs) {
      expected.put(
          run.agency(),
          run.rows(stored).stream()
              .filter(FileOfBets::wins)
              .map(row -> run.agency() + "," + FileOfBets.document(row))
              .toList());
    }
    assertEquals(
        expected.values().stream().flatMap(List::stream).collect(Collectors.toList()),
        Files.readAllLines(winners));
  }
}
