package loteria.ledger.verify;

import java.util.ArrayList;
import java.util.List;

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

  long count() {
    return count;
  }

  /** The first of them. */
  List<String> lines() {
    return lines;
  }
}
