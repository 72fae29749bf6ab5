package loteria.supervisor.events;

import java.util.concurrent.TimeUnit;

/**
 * How many refusals are kept on record: what any peer can cause must not fill the disk. The console
 * output has all of them.
 */
final class RefusalPace {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int IN_INTERVAL_MAX = 20;

  private long beganNanos;
  private int count;

  /** Whether one more may be recorded now. */
  synchronized boolean mayRecord(long nowNanos) {
    if (count == 0 || nowNanos - beganNanos >= INTERVAL_NANOS) {
      beganNanos = nowNanos;
      count = 0;
    }
    return ++count <= IN_INTERVAL_MAX;
  }
}
