package loteria.ledger.commit;

import java.io.IOException;

/** When an engine's thread has waited for other machines. Any thread may ask. */
final class WaitForOthers {
  private volatile boolean waits;

  /** When it last ceased to, as {@link System#nanoTime}. */
  private volatile long untilNanos = System.nanoTime();

  /** Something that other machines must do. */
  interface Waiting<T> {
    T get() throws IOException;
  }

  /** Waits for it. */
  <T> T get(Waiting<T> others) throws IOException {
    waits = true;
    try {
      return others.get();
    } finally {
      untilNanos = System.nanoTime();
      waits = false;
    }
  }

  /** As {@link CommitEngine#waitsHereSince}. */
  long waitsHereSince(long sinceNanos, long nowNanos) {
    if (waits) {
      return nowNanos;
    }
    long until = untilNanos;
    return until - sinceNanos > 0 ? until : sinceNanos;
  }
}
