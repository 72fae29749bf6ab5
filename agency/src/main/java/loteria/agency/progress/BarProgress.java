package loteria.agency.progress;

import java.io.PrintStream;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress as a bar on a terminal: how much of the file, how many bets, how fast. */
public final class BarProgress implements Progress {
  private static final int COLUMNS = 100;
  private static final int UPDATE_MS = 200;
  private static final String BACK_AND_CLEAR = "\r\u001b[K";

  private final PrintStream terminal;
  private final LongSupplier nanoClock;
  private final long startedAt;
  private final long bytes;
  private @Nullable ProgressBar bar;
  private long firstBets = -1;

  /**
   * @param bytes how long the file is
   * @param nanoClock as {@link System#nanoTime}
   */
  public BarProgress(PrintStream terminal, long bytes, LongSupplier nanoClock) {
    this.terminal = terminal;
    this.nanoClock = nanoClock;
    this.startedAt = nanoClock.getAsLong();
    this.bytes = bytes;
  }

  @Override
  public void stored(long bets, long bytesRead, int inFlight) {
    firstBets = firstBets < 0 ? bets : firstBets;
    double seconds = Math.max(nanoClock.getAsLong() - startedAt, 1) / 1e9;
    long rate = Math.round((bets - firstBets) / seconds);
    drawn()
        .stepTo(bytesRead)
        .setExtraMessage(bets + " stored, " + rate + "/s, " + inFlight + " in flight");
  }

  @Override
  public void waiting(int agencies) {
    drawn().setExtraMessage("waiting for " + agencies + (agencies == 1 ? " agency" : " agencies"));
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      terminal.println();
    }
  }

  /** Begun only once there is something to show: the lines logged before stand for themselves. */
  private ProgressBar drawn() {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("bets")
              .setInitialMax(bytes)
              .setUnit(" MiB", 1 << 20)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(UPDATE_MS)
              .setConsumer(new DelegatingProgressBarConsumer(this::draw, COLUMNS))
              .build();
    }
    return bar;
  }

  private void draw(String line) {
    terminal.print(BACK_AND_CLEAR + line);
    terminal.flush();
  }
}
