package loteria.e2e.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Repeats what fails while the processes of a server are killed. */
final class Attempts {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Attempts() {}

  /** Tries until it succeeds. */
  static void until(Callable<Boolean> attempt) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              try {
                return attempt.call();
              } catch (IOException | AssertionError _) {
                // The server is being killed just now, or what it said was cut.
                return false;
              }
            });
  }
}
