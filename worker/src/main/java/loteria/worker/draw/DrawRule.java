package loteria.worker.draw;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Who wins: whoever bet on the winning number, with leading zeros or without.
 *
 * <p>A row ends with its number and a line end, which are nowhere else in it. So winners are found
 * without a look at most bytes: the search of R. N. Horspool, "Practical fast searching in strings"
 * (1980), for the winning number and a line end compares last bytes, and skips as far as the one it
 * sees there allows.
 */
final class DrawRule {
  private final byte[] sought;

  /** How far the search may skip when it sees a byte where the last sought would be. */
  private final int[] skips = new int[256];

  /**
   * @param winningNumber 0 to 9999
   */
  DrawRule(int winningNumber) {
    this.sought = (winningNumber + "\r\n").getBytes(StandardCharsets.US_ASCII);
    Arrays.fill(skips, sought.length);
    for (int i = 0; i < sought.length - 1; i++) {
      skips[sought[i] & 0xff] = sought.length - 1 - i;
    }
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
    int last = sought.length - 1;
    for (int at = from + last; at < to; at += skips[rows[at] & 0xff]) {
      if (rows[at] == '\n' && wins(rows, from, at - last)) {
        return at + 1;
      }
    }
    return -1;
  }

  /** Whether what is sought is here, and is a whole number. */
  private boolean wins(byte[] rows, int from, int here) {
    for (int i = 0; i < sought.length; i++) {
      if (rows[here + i] != sought[i]) {
        return false;
      }
    }
    int before = here - 1;
    while (before > from && rows[before] == '0') {
      before--;
    }
    return before > from && rows[before] == ',';
  }
}
