package loteria.e2e.fault;

import java.time.Duration;
import java.util.Random;
import loteria.e2e.Signals;

/**
 * Time that passes between faults, or that a fault lasts. Nothing is ever awaited with it: it only
 * decides when the next blow falls.
 */
public final class FaultPause {
  private FaultPause() {}

  public static void of(Duration pause) throws InterruptedException {
    Thread.sleep(pause);
  }

  /** A process stands still for this time, and then goes on. */
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
