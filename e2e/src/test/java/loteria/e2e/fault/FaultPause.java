package loteria.e2e.fault;

import java.time.Duration;
import java.util.Random;
import loteria.e2e.Signals;

/**
 * A pause between faults, or the duration of a fault. No test waits for a condition with it: it
 * only decides when the next fault happens.
 */
public final class FaultPause {
  private FaultPause() {}

  public static void of(Duration pause) throws InterruptedException {
    Thread.sleep(pause);
  }

  /** Suspends a process for this time, then resumes it. */
  public static void stopping(ProcessHandle process, Duration pause) throws InterruptedException {
    Signals.stop(process);
    try {
      of(pause);
    } finally {
      Signals.resume(process);
    }
  }

  /** From {@code fromMs} to {@code toMs} milliseconds. */
  public static Duration random(Random random, int fromMs, int toMs) {
    return Duration.ofMillis(random.nextInt(fromMs, toMs + 1));
  }
}
