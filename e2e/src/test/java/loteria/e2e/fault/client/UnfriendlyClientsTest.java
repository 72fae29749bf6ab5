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
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import loteria.e2e.Server;
import loteria.e2e.StoredBets;
import loteria.e2e.VerifyRun;
import loteria.e2e.fault.Extent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever legal clients say and wherever they break off, while workers are killed, stopped and
 * replaced: what is stored of each is what its sessions can have left, content and order.
 */
@Tag("fault")
@Timeout(4 * 60 * 60)
class UnfriendlyClientsTest {
  private static final int WORKERS = 4;

  /**
   * Connections must not overflow the backlog: a client that believes to be connected would be
   * taken later than the next one, and the order of its sessions would not be known.
   */
  private static final String[] LIMITS = {
    "--heartbeat-timeout", "1s", "--grace", "1s", "--idle-timeout", "10s", "--backlog", "2048"
  };

  private static final int CLIENTS_AT_ONCE = 150;
  private static final int CLIENTS_PER_SERVER = 2_500;
  private static final int SHOWN = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  /** What went wrong, by seed. */
  private final Map<Long, String> violations = new ConcurrentSkipListMap<>();

  @Test
  void whatIsStoredIsWhatWasAcknowledgedOnceAndInOrder() throws IOException, InterruptedException {
    for (int from = 0; from < Extent.CLIENTS && violations.isEmpty(); from += CLIENTS_PER_SERVER) {
      int count = Math.min(CLIENTS_PER_SERVER, Extent.CLIENTS - from);
      serve(Files.createDirectory(folder.resolve("from-" + from)), Extent.SEED + from, count);
    }
    assertEquals(
        List.of(),
        violations.values().stream().limit(SHOWN).toList(),
        () -> violations.size() + " violations:" + summary());
  }

  private void serve(Path place, long seed, int count) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    String disturbed;
    List<Run> runs = new ArrayList<>();
    try (Server server = Server.start(place, WORKERS, count, LIMITS)) {
      for (int i = 0; i < count; i++) {
        runs.add(new Run(seed + i, i + 1, server));
      }
      try (Disturber disturber = Disturber.start(server, place, seed)) {
        runAll(runs);
        disturbed = disturber.toString();
      }
      check(place, server, runs);
    }
    System.out.printf(
        "%d unfriendly clients from seed %d: %d violations, %s, %d ms%n",
        count, seed, violations.size(), disturbed, (System.nanoTime() - begun) / 1_000_000);
  }

  /** Runs all, so many at once; stops where one went wrong. */
  private void runAll(List<Run> runs) throws InterruptedException {
    var atOnce = new Semaphore(CLIENTS_AT_ONCE);
    try (ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Run run : runs) {
        atOnce.acquire();
        threads.execute(
            () -> {
              ScheduledFuture<?> late =
                  watch.schedule(run::cut, PATIENCE.toSeconds(), TimeUnit.SECONDS);
              try {
                run.run();
              } catch (InterruptedException | RuntimeException | Error e) {
                violated(run, e);
              } finally {
                late.cancel(false);
                atOnce.release();
              }
            });
      }
    }
  }

  private void check(Path place, Server server, List<Run> runs) throws IOException {
    StoredBets stored = StoredBets.read(server.folder());
    forAll(runs, run -> run.finish(stored));
    forAll(runs, run -> run.check(stored));
    if (violations.isEmpty()) {
      checkDraw(server.folder(), stored, runs);
    }
    assertEquals(0, server.stop(), "exit code of the supervisor");
    VerifyRun verified = VerifyRun.of(place, place.resolve("data"));
    assertEquals(0, verified.code(), verified::toString);
  }

  /** The draw comes, and its winners are the rows that are stored and win, agency by agency. */
  private static void checkDraw(Path folder, StoredBets stored, List<Run> runs) throws IOException {
    Path winners = folder.resolve("winners.csv");
    Awaitility.await("the draw").atMost(PATIENCE).until(() -> Files.exists(winners));
    Map<Integer, List<String>> expected = new TreeMap<>();
    for (Run run : runs) {
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

  /** The first line of each. */
  private String summary() {
    return violations.values().stream()
        .map(text -> text.lines().findFirst().orElseThrow())
        .collect(Collectors.joining("\n  ", "\n  ", "\n"));
  }

  private interface Step {
    void take(Run run);
  }

  private void forAll(List<Run> runs, Step step) {
    for (Run run : runs) {
      try {
        if (!violations.containsKey(run.seed())) {
          step.take(run);
        }
      } catch (RuntimeException | AssertionError e) {
        violated(run, e);
      }
    }
  }

  private void violated(Run run, Throwable failure) {
    violations.put(
        run.seed(),
        "%s: %s%nto repeat it: make fault ROUNDS=1 CLIENTS=1 SEED=%d%n%s"
            .formatted(run.name(), failure.getMessage(), run.seed(), run));
  }
}
