package loteria.supervisor.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.supervisor.status.Json;
import loteria.supervisor.status.Observed;

/**
 * The status as text, shared by all streams: the first caller after the old text has expired makes
 * the new one. So it costs the same for one stream and for all, and nothing without readers.
 */
final class Feed {
  private static final Duration PERIOD = Duration.ofMillis(500);

  /**
   * The bytes per second of all streams together, so that with a thousand agencies streams get
   * fewer events.
   */
  private static final long BYTES_PER_SECOND_MAX = 16 << 20;

  private final Observed observed;
  private final AtomicInteger streams = new AtomicInteger();

  /** The latest text; guarded by this. */
  private Text text = new Text(new byte[0], System.nanoTime());

  /**
   * A text and when it expires, as {@link System#nanoTime()}.
   *
   * @param json must not be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; copied it would be once per stream.
  record Text(byte[] json, long nextNanos) {}

  Feed(Observed observed) {
    this.observed = observed;
  }

  /** Counts a stream that shares the bytes per second. */
  void enter() {
    streams.incrementAndGet();
  }

  void leave() {
    streams.decrementAndGet();
  }

  /** The status, at most half a second old. */
  synchronized Text status() {
    long now = System.nanoTime();
    if (now - text.nextNanos >= 0) {
      byte[] json = Json.of(observed.status()).getBytes(UTF_8);
      text = new Text(json, now + periodNanos(json.length, streams.get()));
    }
    return text;
  }

  /** The last minutes. */
  byte[] history() {
    return Json.of(observed.history()).getBytes(UTF_8);
  }

  /** How long a text of this size is valid with this many streams. */
  static long periodNanos(int bytes, int streams) {
    return Math.max(
        PERIOD.toNanos(), (long) bytes * streams * 1_000_000_000L / BYTES_PER_SECOND_MAX);
  }
}
