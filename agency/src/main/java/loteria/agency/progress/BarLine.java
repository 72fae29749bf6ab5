package loteria.agency.progress;

import java.time.Duration;
import java.util.Locale;

/**
 * What a terminal shows of an agency: how much of its file is read, then how many bets are stored,
 * how fast, how many batches await an answer and how long it will take; once it has finished, what
 * it waits for. Pure.
 *
 * @param bytes how long the file is
 * @param first where this run began
 * @param now how far it has come
 * @param missing how many agencies have not finished
 * @param agencies how many take part; 0 before this one has finished
 */
record BarLine(long bytes, Point first, Point now, int missing, int agencies) {
  private static final double NANOS = 1e9;

  /**
   * @param atNanos when
   */
  private record Point(long bets, long bytesRead, int inFlight, long atNanos) {
    static final Point NONE = new Point(-1, 0, 0, 0);
  }

  /** Before anything is known. */
  static BarLine before(long bytes) {
    return new BarLine(bytes, Point.NONE, Point.NONE, 0, 0);
  }

  BarLine stored(long bets, long bytesRead, int inFlight, long atNanos) {
    var point = new Point(bets, bytesRead, inFlight, atNanos);
    return new BarLine(bytes, first.equals(Point.NONE) ? point : first, point, 0, 0);
  }

  BarLine waiting(int missing, int agencies) {
    return new BarLine(bytes, first, now, missing, agencies);
  }

  /** The line as it is at a moment, no longer than there are columns. */
  String render(long atNanos, int columns) {
    boolean waits = agencies > 0;
    double done = waits || bytes == 0 ? 1 : Math.min((double) now.bytesRead() / bytes, 1);
    String left = String.format(Locale.ROOT, "%3d%% [", (int) (done * 100));
    String right = "] " + (waits ? waited() : sent(Math.max(atNanos - first.atNanos(), 1)));
    int width = Math.max(columns - left.length() - right.length(), 0);
    int full = (int) (done * width);
    String text = left + "=".repeat(full) + " ".repeat(width - full) + right;
    return text.substring(0, Math.min(text.length(), columns));
  }

  private String waited() {
    return String.format(
            Locale.ROOT, "%,d stored, %d of %d agencies", now.bets(), agencies - missing, agencies)
        + (agencies - missing == 1 ? " has finished" : " have finished");
  }

  private String sent(long nanos) {
    long rate = Math.round((now.bets() - first.bets()) * NANOS / nanos);
    String sent =
        String.format(
            Locale.ROOT, "%,d stored, %,d/s, %d in flight", now.bets(), rate, now.inFlight());
    long read = now.bytesRead() - first.bytesRead();
    return read <= 0 ? sent : sent + ", " + left(nanos, read);
  }

  private String left(long nanos, long read) {
    double seconds = (double) (bytes - now.bytesRead()) / read * nanos / NANOS;
    var left = Duration.ofSeconds((long) Math.ceil(seconds));
    return left.toHours() > 0
        ? String.format(
            Locale.ROOT,
            "%d:%02d:%02d left",
            left.toHours(),
            left.toMinutesPart(),
            left.toSecondsPart())
        : String.format(Locale.ROOT, "%d:%02d left", left.toMinutes(), left.toSecondsPart());
  }
}
