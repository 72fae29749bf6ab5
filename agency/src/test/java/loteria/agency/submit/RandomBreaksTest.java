package loteria.agency.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import loteria.agency.source.Batching;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random breaks, refusals and kills, with one to three servers: in the end their ledger has the
 * file without the refused rows, each bet once and in order, and the list has the refused rows.
 */
@Timeout(60)
class RandomBreaksTest {
  private static final int RUNS_MAX = 200;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void inTheEndAllIsStoredOnceAndInOrder(long seed) throws Exception {
    var random = new Random(seed);
    List<String> lines = AgencyFile.lines(random.nextInt(400));
    Set<String> refusedByServer = new HashSet<>();
    List<String> expectedRows = new ArrayList<>();
    Set<String> expectedRejected = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      switch (random.nextInt(20)) {
        case 0 -> {
          refusedByServer.add(AgencyFile.row(lines.get(i)));
          expectedRejected.add((i + 1) + ",not today," + lines.get(i));
        }
        case 1 -> {
          lines.set(i, "nobody");
          expectedRejected.add((i + 1) + ",\"line has 1 fields, not 5\",nobody");
        }
        default -> expectedRows.add(AgencyFile.row(lines.get(i)));
      }
    }
    AgencyFile file = AgencyFile.of(folder, lines);

    try (var first = new FakeServer();
        var second = first.another();
        var third = first.another()) {
      List<FakeServer> servers = List.of(first, second, third).subList(0, (int) (seed % 3) + 1);
      for (FakeServer server : servers) {
        server.refuse(refusedByServer::contains);
        server.fate(request -> fate(request, random));
      }
      submitUntilDone(file, servers, random);

      assertEquals(expectedRows, first.rows(), "seed " + seed);
    }
    List<String> rejected =
        Files.exists(file.rejected()) ? Files.readAllLines(file.rejected()) : List.of();
    assertEquals(expectedRejected, new HashSet<>(rejected), "seed " + seed);
    assertEquals(expectedRejected.size(), rejected.size(), "seed " + seed);
  }

  /**
   * Runs that end with a refusal without a retry time are started again, with batches of other
   * sizes.
   */
  private static void submitUntilDone(AgencyFile file, List<FakeServer> inTurn, Random random)
      throws Exception {
    ServerAddress[] addresses = new ServerAddress[inTurn.size()];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = inTurn.get(i).address();
    }
    Servers servers = FakeServer.servers(Duration.ofSeconds(50), addresses);
    for (int run = 0; run < RUNS_MAX; run++) {
      var batching = new Batching(1 + random.nextInt(9), 8192, 1 + random.nextInt(8));
      try {
        file.submit(servers, batching);
        return;
      } catch (ServerRefused _) {
        // As if it had been killed here: the next run knows only the server and the list.
      }
    }
    throw new AssertionError("not done after " + RUNS_MAX + " runs");
  }

  private static FakeServer.@Nullable Twist fate(Request request, Random random) {
    if (!(request instanceof Request.Batch)) {
      return null;
    }
    return switch (random.nextInt(60)) {
      case 0 -> new FakeServer.Twist.Cut(true);
      case 1 -> new FakeServer.Twist.Cut(false);
      case 2 ->
          new FakeServer.Twist.Answer(new Reply.Failure(ErrorCode.UNAVAILABLE, 1, "no worker"));
      case 3 -> new FakeServer.Twist.Answer(new Reply.Failure(ErrorCode.SUPERSEDED, "another one"));
      default -> null;
    };
  }
}
