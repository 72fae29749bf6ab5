package loteria.agency.progress;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Progress as a bar on a terminal, drawn again several times a second by a thread of its own: it
 * shows a server that stops answering, too. What it shows, {@link BarLine} says.
 */
public final class BarProgress implements Progress {
  private static final int REDRAW_MS = 200;

  /** From its beginning the line is cleared, and what would pass the last column is cut off. */
  private static final String BEGIN = "\r\u001b[K\u001b[?7l";

  /** The cursor goes back to the beginning: what is logged meanwhile begins there, too. */
  private static final String END = "\u001b[?7h\r";

  private final PrintStream terminal;
  private final LongSupplier nanoClock;
  private final IntSupplier columns;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Thread redrawing;
  private volatile BarLine line;

  /**
   * @param bytes how long the file is
   * @param nanoClock as {@link System#nanoTime}
   * @param columns how wide the terminal is, asked before each drawing
   */
  public BarProgress(
      PrintStream terminal, long bytes, LongSupplier nanoClock, IntSupplier columns) {
    this.terminal = terminal;
    this.nanoClock = nanoClock;
    this.columns = columns;
    this.line = BarLine.before(bytes);
  }

  /** Shown from the next drawing on. */
  @Override
  public void connected(String server) {
    line = line.at(server);
  }

  @Override
  public void stored(long bets, long bytesRead, int inFlight) {
    show(line.stored(bets, bytesRead, inFlight, nanoClock.getAsLong()));
  }

  @Override
  public void finished(int missing) {
    // The question that follows at once brings more: how many agencies take part.
  }

  @Override
  public boolean isWatched() {
    return true;
  }

  @Override
  public void waiting(int missing, int agencies) {
    show(line.waiting(missing, agencies));
  }

  /** Draws it for the last time. */
  @Override
  public void close() {
    closed.countDown();
    if (redrawing != null) {
      try {
        redrawing.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
      draw();
      terminal.println();
    }
  }

  /** Begun only once there is something to show: the lines logged before stand for themselves. */
  private void show(BarLine now) {
    line = now;
    if (redrawing == null) {
      redrawing = Thread.ofPlatform().name("progress").daemon().start(this::redrawUntilClosed);
    }
  }

  private void redrawUntilClosed() {
    try {
      do {
        draw();
      } while (!closed.await(REDRAW_MS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** One column stays free, or some terminals would continue on the next line. */
  private void draw() {
    String text = line.render(nanoClock.getAsLong(), columns.getAsInt() - 1);
    terminal.print(BEGIN + text + END);
    terminal.flush();
  }
}
