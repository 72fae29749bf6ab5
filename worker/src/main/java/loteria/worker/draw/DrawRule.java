package loteria.worker.draw;

import java.nio.charset.StandardCharsets;
import loteria.ipc.bet.RowCheck;

/**
 * Who wins: whoever bet on the winning number, with leading zeros or without.
 *
 * <p>A row ends with its number and a line end of two bytes, which no field can hold. So most bytes
 * need no look: the least that a row has is skipped, then every second byte is enough to find its
 * end, and there one digit tells nine losers of ten.
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
    int at = from + RowCheck.ROW_BYTES_MIN - LINE_END_BYTES;
    while (at < to) {
      byte b = rows[at];
      if (b != '\r' && b != '\n') {
        at += LINE_END_BYTES;
        continue;
      }
      int end = b == '\r' ? at + LINE_END_BYTES : at + 1;
      if (rows[end - LINE_END_BYTES - 1] == lastDigit && wins(rows, end - LINE_END_BYTES)) {
        return end;
      }
      at = end + RowCheck.ROW_BYTES_MIN - LINE_END_BYTES;
    }
    return -1;
  }

  /** Whether the number that ends here is the winning one. */
  private boolean wins(byte[] rows, int end) {
    int begin = end - digits.length;
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
