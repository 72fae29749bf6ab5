package loteria.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the status events of a stream that comes in pieces, cut anywhere. One thread adds, others
 * may ask.
 */
final class StatusCount {
  /** The line end before it is found nowhere else in it, so after a mismatch it begins anew. */
  private static final byte[] BEGIN = "\nevent: status".getBytes(US_ASCII);

  private int matched;
  private final AtomicLong events = new AtomicLong();

  /** The next piece, from its position to its limit. */
  void add(ByteBuffer piece) {
    while (piece.hasRemaining()) {
      byte next = piece.get();
      if (next == BEGIN[matched]) {
        matched++;
      } else {
        matched = next == BEGIN[0] ? 1 : 0;
      }
      if (matched == BEGIN.length) {
        matched = 0;
        events.incrementAndGet();
      }
    }
  }

  long events() {
    return events.get();
  }
}
