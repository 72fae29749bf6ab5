package loteria.e2e.fault;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import loteria.e2e.Bets;
import org.jspecify.annotations.Nullable;

/**
 * When operators close the intake of a draw, and which number they draw.
 *
 * @param closesAfter when the intake is closed, agencies still sending; null where they all finish
 * @param pick chooses the number
 */
record OperatedDraw(@Nullable Duration closesAfter, int pick) {
  /** How many times as many bets there are where agencies are to be still at work. */
  private static final int MORE_BETS = 4;

  static OperatedDraw of(Random random) {
    return new OperatedDraw(
        random.nextInt(4) == 0 ? null : FaultPause.random(random, 0, 600), random.nextInt(1 << 16));
  }

  /** How many bets each agency has, where so many are sent until all have finished. */
  int betsEach(int toTheEnd) {
    return closesAfter == null ? toTheEnd : MORE_BETS * toTheEnd;
  }

  /** That of a bet, be it stored or too late, or the one that most agencies have. */
  int number(List<ExpectedBets> expected) {
    List<List<String>> bets = expected.get(pick % expected.size()).bets();
    return pick % 2 == 0
        ? Bets.WINNING_NUMBER
        : Integer.parseInt(bets.get(pick % bets.size()).get(4));
  }
}
