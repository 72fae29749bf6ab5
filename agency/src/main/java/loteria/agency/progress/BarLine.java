package loteria.agency.progress;

import java.time.Duration;
import java.util.List;
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
 * @param server the address of the server; empty if there is only one
 */
record BarLine(long bytes, Point first, Point now, int missing, int agencies, String server) {
  private static final double NANOS = 1e9;

  /** A bar of fewer shows nothing. */
  private static final int BAR_COLUMNS_MIN = 2;

  /**
   * @param atNanos when
   */
  private record Point(long bets, long bytesRead, int inFlight, long atNanos) {
    static final Point NONE = new Point(-1, 0, 0, 0);
  }

  /** Before anything is known. */
  static BarLine before(long bytes) {
    return new BarLine(bytes, Point.NONE, Point.NONE, 0, 0, "");
  }

  BarLine at(String server) {
    return new BarLine(bytes, first, now, missing, agencies, server);
  }

  BarLine stored(long bets, long bytesRead, int inFlight, long atNanos) {
    var point = new Point(bets, bytesRead, inFlight, atNanos);
    return new BarLine(bytes, first.equals(Point.NONE) ? point : first, point, 0, 0, server);
  }

  BarLine waiting(int missing, int agencies) {
    return new BarLine(bytes, first, now, missing, agencies, server);
  }

  /**
   * The line as it is at a moment, no longer than there are columns: where they are few, the least
   * important of its words go first, then the bar.
   */
  String render(long atNanos, int columns) {
    boolean waits = agencies > 0;
    double done = waits || bytes == 0 ? 1 : Math.min((double) now.bytesRead() / bytes, 1);
    String percent = String.format(Locale.ROOT, "%3d%%", (int) (done * 100));
    for (String words : waits ? waited() : sent(Math.max(atNanos - first.atNanos(), 1))) {
      int room = columns - percent.length() - " [] ".length() - words.length();
      if (room >= BAR_COLUMNS_MIN) {
        return percent + " [" + bar(done, room) + "] " + words;
      }
    }
    int room = columns - percent.length() - " []".length();
    String text =
        room >= BAR_COLUMNS_MIN ? percent + " [" + bar(done, room) + "]" : percent.strip();
    return text.substring(0, Math.min(text.length(), Math.max(columns, 0)));
  }

  private static String bar(double done, int columns) {
    int full = (int) (done * columns);
    return "=".repeat(full) + " ".repeat(columns - full);
  }

  /** From all that there is to say to the least. */
  private List<String> waited() {
    int finished = agencies - missing;
    String stored = String.format(Locale.ROOT, "%,d stored, ", now.bets());
    String of = String.format(Locale.ROOT, "%d of %d", finished, agencies);
    String have = finished == 1 ? " has finished" : " have finished";
    return List.of(
        stored + of + " agencies" + have + atServer(),
        of + " agencies" + have + atServer(),
        stored + of + " agencies" + have,
        of + " agencies" + have,
        of + " agencies",
        of);
  }

  /** From all that there is to say to the least. */
  private List<String> sent(long nanos) {
    long rate = Math.round((now.bets() - first.bets()) * NANOS / nanos);
    String stored = String.format(Locale.ROOT, "%,d stored", now.bets());
    String perSecond = String.format(Locale.ROOT, ", %,d/s", rate);
    String inFlight = String.format(Locale.ROOT, ", %d in flight", now.inFlight());
    long read = now.bytesRead() - first.bytesRead();
    String left = read <= 0 ? "" : ", " + left(nanos, read);
    return List.of(
        stored + perSecond + inFlight + left + atServer(),
        stored + perSecond + left + atServer(),
        stored + perSecond + inFlight + left,
        stored + perSecond + left,
        stored + left,
        stored);
  }

  private String atServer() {
    return server.isEmpty() ? "" : ", at " + server;
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
