package loteria.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A counter of the status events of a stream that comes in arbitrary pieces. One thread adds,
 * others may read.
 */
final class StatusCount {
  /** After a mismatch the search can start over: the line end occurs only at its beginning. */
  private static final byte[] BEGIN = "\nevent: status".getBytes(US_ASCII);

  private int matched;
  private final AtomicLong events = new AtomicLong();

  /** Counts the events of the next piece, from its position to its limit. */
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
