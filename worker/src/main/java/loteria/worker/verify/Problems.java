package loteria.worker.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import loteria.worker.ledger.LedgerReader;

/** What is wrong, one line each; after many, only their number. */
final class Problems {
  private static final int LINES_MAX = 1000;

  private final List<String> lines = new ArrayList<>();
  private long count;

  void add(String problem) {
    count++;
    if (lines.size() < LINES_MAX) {
      lines.add(problem);
    }
  }

  /** A problem of a record, or of what it speaks of. */
  void add(int sequence, String problem) {
    add(place(sequence) + ": " + problem);
  }

  /** A record's place in words. */
  static String place(int sequence) {
    return String.format(
        Locale.ROOT, "journal record %d (byte %d)", sequence, LedgerReader.byteOf(sequence));
  }

  long count() {
    return count;
  }

  /** The first of them. */
  List<String> lines() {
    return lines;
  }
}
