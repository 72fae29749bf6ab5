package loteria.supervisor.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.supervisor.status.Json;
import loteria.supervisor.status.Observed;

/**
 * The status as text, one for all who want it: whoever is the first to ask once the old text's time
 * is over makes the new one. So it costs the same for one stream and for all, and nothing when
 * nobody looks.
 */
final class Feed {
  private static final Duration PERIOD = Duration.ofMillis(500);

  /** All streams together get no more, so that a thousand agencies are told more slowly. */
  private static final long BYTES_PER_SECOND_MAX = 16 << 20;

  private final Observed observed;
  private final AtomicInteger streams = new AtomicInteger();

  /** The latest; guarded by this. */
  private Text text = new Text(new byte[0], System.nanoTime());

  /**
   * A text and when the next one may be had, as {@link System#nanoTime()}.
   *
   * @param json must not be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; copied it would be once per stream.
  record Text(byte[] json, long nextNanos) {}

  Feed(Observed observed) {
    this.observed = observed;
  }

  /** One stream more shares what may be sent a second. */
  void enter() {
    streams.incrementAndGet();
  }

  void leave() {
    streams.decrementAndGet();
  }

  /** The status as it is, or was half a second ago. */
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

  /** How long a text of such a size lasts with so many streams. */
  static long periodNanos(int bytes, int streams) {
    return Math.max(
        PERIOD.toNanos(), (long) bytes * streams * 1_000_000_000L / BYTES_PER_SECOND_MAX);
  }
}
