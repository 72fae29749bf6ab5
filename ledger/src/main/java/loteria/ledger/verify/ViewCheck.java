package loteria.ledger.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import loteria.ledger.file.ReadableFile;

/**
 * Compares bets.csv with the log, entry by entry.
 *
 * <p>What a loss of power took away is blank, or behind the file's end: where that was not known to
 * be on disk there, the next start writes it. Anything else was changed by another program.
 */
final class ViewCheck {
  private final ReadableFile bets;
  private ByteBuffer found = ByteBuffer.allocate(0);
  private long changedAt = -1;
  private long missingAt = -1;
  private long changed;
  private long end;

  ViewCheck(ReadableFile bets) {
    this.bets = bets;
  }

  /**
   * Compares the rows of an entry.
   *
   * @param expected what the log has
   * @param begin where in bets.csv they belong
   */
  void check(ByteBuffer expected, long begin) throws IOException {
    if (found.capacity() < expected.limit()) {
      found = ByteBuffer.allocate(expected.capacity());
    }
    bets.read(found.clear().limit(expected.limit()), begin);
    if (!found.flip().equals(expected)) {
      compare(expected, begin);
    }
    end = begin + expected.limit();
  }

  private void compare(ByteBuffer expected, long begin) {
    for (int i = 0; i < expected.limit(); i++) {
      byte there = i < found.limit() ? found.get(i) : 0;
      if (there == expected.get(i)) {
        continue;
      }
      if (there == 0) {
        missingAt = missingAt < 0 ? begin + i : missingAt;
      } else {
        changed++;
        changedAt = changedAt < 0 ? begin + i : changedAt;
      }
    }
  }

  /**
   * Says what is wrong, all entries having been compared.
   *
   * @param forced how much of it was known to be on disk, in bytes
   */
  void report(long forced, Problems problems, List<String> notes) throws IOException {
    if (changedAt >= 0) {
      problems.add(
          String.format(
              Locale.ROOT,
              "bets.csv differs from the log in %d bytes, from byte %d on",
              changed,
              changedAt));
    }
    if (missingAt >= 0) {
      String what =
          String.format(Locale.ROOT, "bets.csv lacks rows of the log from byte %d on", missingAt);
      if (missingAt < forced) {
        problems.add(what);
      } else {
        notes.add(what + ": the next start writes them");
      }
    }
    long behind = bets.size() - end;
    if (behind > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "bets.csv has %d bytes behind byte %d that the log lacks: the next start cuts them",
              behind,
              end));
    }
  }
}
