package loteria.worker.draw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import loteria.ipc.bet.Rows;
import loteria.ipc.bet.Words;
import loteria.ipc.wire.Coordination.Winner;
import loteria.ipc.wire.Limits;

/**
 * Finds the winners among the rows that begin in a range of bets.csv.
 *
 * <p>So ranges that cover the file, wherever they meet, find each winner once: a row that begins
 * before a range is another range's, one that ends behind it is this one's.
 */
public final class RangeScan {
  /** How much is read at a time: many rows, and little enough to stay in a processor's cache. */
  private static final int PART_BYTES = 256 << 10;

  private final FileChannel file;
  private final DrawRule rule;
  private final byte[] part = new byte[PART_BYTES];
  private final Consumer<List<Winner>> found;
  private List<Winner> winners = new ArrayList<>();

  private RangeScan(FileChannel file, DrawRule rule, Consumer<List<Winner>> found) {
    this.file = file;
    this.rule = rule;
    this.found = found;
  }

  /**
   * Scans a range of a file that nobody writes to any more.
   *
   * @param file bets.csv
   * @param winningNumber what was drawn
   * @param from first byte of the range
   * @param to byte after the last
   * @param found is given winners in file order, {@value Limits#SCANNED_WINNERS_MAX} at a time
   * @return the last of them, which are not as many
   */
  public static List<Winner> scan(
      Path file, int winningNumber, long from, long to, Consumer<List<Winner>> found)
      throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var scan = new RangeScan(channel, new DrawRule(winningNumber), found);
      scan.scan(from, Math.min(to, channel.size()));
      return scan.winners;
    }
  }

  private void scan(long from, long to) throws IOException {
    long at = from == 0 || from >= to ? from : afterRow(from - 1);
    while (at < to) {
      int filled = read(at);
      int end = endOfRows(filled, to - at);
      if (end == 0) {
        return;
      }
      collect(end);
      at += end;
    }
  }

  /** Where the row ends that this byte is of. */
  private long afterRow(long at) throws IOException {
    int filled = read(at);
    return at + Words.lineFeed(part, 0, filled) + 1;
  }

  /** Fills the part with what is at a place in the file; returns how much that is. */
  private int read(long at) throws IOException {
    ByteBuffer into = ByteBuffer.wrap(part);
    while (into.hasRemaining()) {
      if (file.read(into, at + into.position()) < 0) {
        break;
      }
    }
    return into.position();
  }

  /** Where the last row ends that is whole here and begins before a place; 0 if none does. */
  private int endOfRows(int filled, long before) {
    if (before <= filled) {
      int end = Words.lineFeed(part, (int) before - 1, filled);
      if (end < filled) {
        return end + 1;
      }
    }
    int end = filled;
    while (end > 0 && part[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  /** Takes down the winners among the rows from the beginning of the part to some end. */
  private void collect(int to) {
    int end = rule.nextWinner(part, 0, to);
    while (end >= 0) {
      winners.add(winner(end - 2));
      if (winners.size() == Limits.SCANNED_WINNERS_MAX) {
        found.accept(winners);
        winners = new ArrayList<>();
      }
      end = rule.nextWinner(part, end, to);
    }
  }

  /** The winner whose row ends here, without its line end. */
  private Winner winner(int end) {
    int begin = end;
    while (begin > 0 && part[begin - 1] != '\n') {
      begin--;
    }
    List<String> fields = Rows.fields(part, begin, end);
    return new Winner(Integer.parseInt(fields.get(0)), fields.get(3));
  }
}
