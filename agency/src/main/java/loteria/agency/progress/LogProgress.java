package loteria.agency.progress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import loteria.ipc.logging.ActionLog;

/** Progress as a log line every few seconds: none where all is over before. */
public final class LogProgress implements Progress {
  private static final ActionLog LOG = new ActionLog(LogProgress.class);
  private static final Duration SHOWN_EVERY = Duration.ofSeconds(3);

  private final LongSupplier nanoClock;
  private long shownAt;
  private long shownBets = -1;
  private String server = "";

  /**
   * @param nanoClock as {@link System#nanoTime}
   */
  public LogProgress(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.shownAt = nanoClock.getAsLong();
  }

  @Override
  public void connected(String server) {
    this.server = server;
  }

  @Override
  public void stored(long bets, long bytesRead, int inFlight) {
    long now = nanoClock.getAsLong();
    if (shownBets < 0) {
      shownBets = bets;
    }
    if (now - shownAt < SHOWN_EVERY.toNanos()) {
      return;
    }
    show("bets", bets, "rate", rate(bets - shownBets, now - shownAt) + "/s");
    shownAt = now;
    shownBets = bets;
  }

  @Override
  public void finished(int missing) {
    if (missing > 0) {
      show("waiting_for_agencies", missing);
    }
  }

  @Override
  public boolean isWatched() {
    return false;
  }

  @Override
  public void waiting(int missing, int agencies) {}

  @Override
  public void close() {}

  private void show(Object... keyValues) {
    List<Object> line = new ArrayList<>(List.of(keyValues));
    if (!server.isEmpty()) {
      line.addAll(List.of("server", server));
    }
    LOG.progress("progreso", line.toArray());
  }

  private static long rate(long bets, long nanos) {
    return Math.round(bets * 1e9 / nanos);
  }
}
