package loteria.worker.draw;

import java.nio.charset.StandardCharsets;
import loteria.ipc.row.ByteSearch;
import loteria.ipc.row.RowCheck;

/**
 * A bet wins if it is on the winning number, with or without leading zeros.
 *
 * <p>A row ends with its number and a line end, which no field can hold. So nothing else is looked
 * at: the least that a row has is skipped, its line feed is searched for by eight bytes at a time,
 * and there one digit tells nine losers of ten.
 */
final class DrawRule {
  private static final int LINE_END_BYTES = 2;

  private final byte[] digits;
  private final byte lastDigit;

  /**
   * @param winningNumber 0 to 9999
   */
  DrawRule(int winningNumber) {
    this.digits = Integer.toString(winningNumber).getBytes(StandardCharsets.US_ASCII);
    this.lastDigit = digits[digits.length - 1];
  }

  /**
   * The end of the next row that wins, or -1 where there is none.
   *
   * @param rows where whole rows are
   * @param from where one of them begins
   * @param to where the last of them ends
   * @return index of the byte after its line end
   */
  int nextWinner(byte[] rows, int from, int to) {
    int at = from + RowCheck.ROW_BYTES_MIN - 1;
    while (at < to) {
      int end = ByteSearch.lineFeed(rows, at, to) + 1;
      if (end <= to && rows[end - LINE_END_BYTES - 1] == lastDigit && wins(rows, end)) {
        return end;
      }
      at = end + RowCheck.ROW_BYTES_MIN - 1;
    }
    return -1;
  }

  /** Whether the number of the row that ends here is the winning one. */
  private boolean wins(byte[] rows, int end) {
    int begin = end - LINE_END_BYTES - digits.length;
    for (int i = 0; i < digits.length; i++) {
      if (rows[begin + i] != digits[i]) {
        return false;
      }
    }
    int before = begin - 1;
    while (rows[before] == '0') {
      before--;
    }
    return rows[before] == ',';
  }
}
