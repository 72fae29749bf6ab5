package loteria.e2e.tls;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import loteria.e2e.RunningServer;
import org.awaitility.Awaitility;

/**
 * A supervisor that nobody uses computes nothing: no thread of it tries something again and again.
 */
final class Idle {
  private static final Duration SOON = Duration.ofSeconds(40);

  /** Of a second: what watchdogs and statistics take. */
  private static final Duration IDLE = Duration.ofMillis(250);

  private Idle() {}

  /** Waits for a second in which the supervisor computes next to nothing. */
  static void await(RunningServer server) {
    ProcessHandle supervisor = ProcessHandle.of(server.program().pid()).orElseThrow();
    var before = new AtomicReference<>(Duration.ZERO);
    Awaitility.await("the supervisor idles")
        .atMost(SOON)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              Duration now = supervisor.info().totalCpuDuration().orElseThrow();
              return now.minus(before.getAndSet(now)).compareTo(IDLE) < 0;
            });
  }
}
