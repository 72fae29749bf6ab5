package loteria.agency.progress;

import java.io.PrintStream;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Progress as a bar on a terminal. What it shows, {@link BarLine} says. */
public final class BarProgress implements Progress {
  private static final int COLUMNS = 79;
  private static final int UPDATE_MS = 200;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream terminal;
  private final LongSupplier nanoClock;
  private final long bytes;
  private @Nullable ProgressBar bar;
  private volatile BarLine line;

  /**
   * @param bytes how long the file is
   * @param nanoClock as {@link System#nanoTime}
   */
  public BarProgress(PrintStream terminal, long bytes, LongSupplier nanoClock) {
    this.terminal = terminal;
    this.nanoClock = nanoClock;
    this.bytes = bytes;
    this.line = BarLine.before(bytes);
  }

  @Override
  public void stored(long bets, long bytesRead, int inFlight) {
    show(line.stored(bets, bytesRead, inFlight, nanoClock.getAsLong()));
  }

  @Override
  public void finished(int missing) {
    // What it waits for is asked at once, and tells more.
  }

  @Override
  public boolean isWatched() {
    return true;
  }

  @Override
  public void waiting(int missing, int agencies) {
    show(line.waiting(missing, agencies));
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      terminal.println();
    }
  }

  /** Begun only once there is something to show: the lines logged before stand for themselves. */
  private void show(BarLine now) {
    line = now;
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setInitialMax(bytes)
              .setUpdateIntervalMillis(UPDATE_MS)
              .continuousUpdate()
              .setRenderer((_, columns) -> line.render(nanoClock.getAsLong(), columns))
              .setConsumer(new DelegatingProgressBarConsumer(this::draw, COLUMNS))
              .build();
    }
  }

  /** The cursor goes back to the beginning: what is logged meanwhile begins there, too. */
  private void draw(String text) {
    terminal.print(CLEAR + text + "\r");
    terminal.flush();
  }
}
