package loteria.e2e.fault.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Many runs at once, and their violations. */
final class Crowd {
  private static final int CLIENTS_AT_ONCE = 150;
  private static final int SHOWN = 10;

  /** A run takes seconds; on a machine with ten times the work it can do, a minute and more. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** The violations, by seed. */
  private final Map<Long, String> violations = new ConcurrentSkipListMap<>();

  /** Runs all, this many at once; stops after a violation. */
  void runAll(List<ClientRun> runs) throws InterruptedException {
    var atOnce = new Semaphore(CLIENTS_AT_ONCE);
    try (ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (ClientRun run : runs) {
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

  interface Step {
    void take(ClientRun run);
  }

  void forAll(List<ClientRun> runs, Step step) {
    for (ClientRun run : runs) {
      try {
        if (!violations.containsKey(run.seed())) {
          step.take(run);
        }
      } catch (RuntimeException | AssertionError e) {
        violated(run, e);
      }
    }
  }

  private void violated(ClientRun run, Throwable failure) {
    violations.put(
        run.seed(),
        "%s: %s%nto repeat it: make fault ROUNDS=1 CLIENTS=1 SEED=%d%n%s"
            .formatted(run.name(), failure.getMessage(), run.seed(), run));
  }

  int violations() {
    return violations.size();
  }

  /** Fails if there was a violation, and shows the first of them. */
  void assertNoViolations() {
    assertEquals(
        List.of(),
        violations.values().stream().limit(SHOWN).toList(),
        () -> violations.size() + " violations:" + summary());
  }

  /** The first line of each. */
  private String summary() {
    return violations.values().stream()
        .map(text -> text.lines().findFirst().orElseThrow())
        .collect(Collectors.joining("\n  ", "\n  ", "\n"));
  }
}
