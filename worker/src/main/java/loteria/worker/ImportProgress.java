package loteria.worker;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Says how far an import has come: when it begins, every ten seconds, and when it has ended. */
final class ImportProgress {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final PrintStream out;
  private final LongSupplier nanoTime;
  private final long beganNanos;
  private long saidNanos;
  private long bets;
  private boolean isNew = true;

  ImportProgress(PrintStream out, LongSupplier nanoTime) {
    this.out = out;
    this.nanoTime = nanoTime;
    this.beganNanos = nanoTime.getAsLong();
    this.saidNanos = beganNanos;
  }

  /** The source has been read and is sound. */
  void begins(Path folder, long allBets) {
    bets = allBets;
    out.printf(Locale.ROOT, "%s is sound and has %d bets%n", folder, bets);
    saidNanos = nanoTime.getAsLong();
  }

  /** So many bets have been stored. */
  void stored(long soFar) {
    long now = nanoTime.getAsLong();
    if (now - saidNanos >= EVERY_NANOS) {
      saidNanos = now;
      out.printf(Locale.ROOT, "imported %d of %d bets%n", soFar, bets);
    }
  }

  /** Whether the ledger was made now; else an import before had made all of it. */
  void came(boolean isMadeNow) {
    isNew = isMadeNow;
  }

  /** All is done. */
  void ended(String place) {
    double seconds = (nanoTime.getAsLong() - beganNanos) / 1e9;
    if (isNew) {
      out.printf(
          Locale.ROOT,
          "imported %d bets in %.1f s, %.0f bets/s; the draw is now in %s%n",
          bets,
          seconds,
          bets / seconds,
          place);
    } else {
      out.printf(Locale.ROOT, "all had been imported before; the draw is now in %s%n", place);
    }
  }
}
