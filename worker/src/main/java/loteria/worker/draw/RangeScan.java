package loteria.worker.draw;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.bet.RowCheck;
import loteria.ipc.bet.Rows;
import loteria.ipc.wire.Coordination.Winner;

/**
 * Finds the winners among the rows that begin in a range of bets.csv.
 *
 * <p>So ranges that cover the file, wherever they meet, find each winner once: a row that begins
 * before a range is another range's, one that ends behind it is this one's.
 */
public final class RangeScan {
  private final MemorySegment bytes;
  private final int winningNumber;

  private RangeScan(MemorySegment bytes, int winningNumber) {
    this.bytes = bytes;
    this.winningNumber = winningNumber;
  }

  /**
   * Scans a range of a file that nobody writes to any more.
   *
   * @param file bets.csv
   * @param winningNumber what was drawn
   * @param from first byte of the range
   * @param to byte after the last
   * @return winners in file order
   */
  public static List<Winner> scan(Path file, int winningNumber, long from, long to)
      throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ);
        var arena = Arena.ofConfined()) {
      long size = channel.size();
      long end = Math.min(to, size);
      if (from >= end) {
        return List.of();
      }
      long mapFrom = Math.max(0, from - 1);
      long mapTo = Math.min(size, end + RowCheck.ROW_BYTES_MAX);
      var bytes = channel.map(FileChannel.MapMode.READ_ONLY, mapFrom, mapTo - mapFrom, arena);
      var scan = new RangeScan(bytes, winningNumber);
      long start = from == 0 ? 0 : scan.lineEnd(0) + 1;
      return scan.winners(start, end - mapFrom);
    }
  }

  private List<Winner> winners(long first, long to) {
    List<Winner> winners = new ArrayList<>();
    for (long start = first; start < to; ) {
      long end = lineEnd(start);
      if (DrawRule.wins(number(start, end - 1), winningNumber)) {
        winners.add(winner(start, end - 1));
      }
      start = end + 1;
    }
    return winners;
  }

  /** Index of the next line feed, or the end of the mapping. */
  private long lineEnd(long from) {
    long size = bytes.byteSize();
    long at = from;
    while (at < size && bytes.get(ValueLayout.JAVA_BYTE, at) != '\n') {
      at++;
    }
    return at;
  }

  /** The number at the end of a row, read backwards; -1 where there is none. */
  private int number(long start, long end) {
    int number = 0;
    int weight = 1;
    for (long at = end - 1; at >= start; at--) {
      int digit = bytes.get(ValueLayout.JAVA_BYTE, at) - '0';
      if (digit < 0 || digit > 9) {
        return at == end - 1 ? -1 : number;
      }
      number += digit * weight;
      weight *= 10;
    }
    return -1;
  }

  private Winner winner(long start, long end) {
    byte[] row = bytes.asSlice(start, end - start).toArray(ValueLayout.JAVA_BYTE);
    List<String> fields = Rows.fields(row, 0, row.length);
    return new Winner(Integer.parseInt(fields.get(0)), fields.get(3));
  }
}
