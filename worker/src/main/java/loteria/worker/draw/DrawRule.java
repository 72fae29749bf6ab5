package loteria.worker.draw;

/** Who wins: whoever bet on the winning number. */
final class DrawRule {
  private DrawRule() {}

  /**
   * Whether a bet wins.
   *
   * @param number what was bet on, 0 to 9999
   * @param winningNumber what was drawn
   */
  static boolean wins(int number, int winningNumber) {
    return number == winningNumber;
  }
}
