package loteria.e2e.fault;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import loteria.e2e.Bets;
import org.jspecify.annotations.Nullable;

/**
 * What an operator does with a draw, and what happens meanwhile; decided by the seed of its round.
 *
 * @param seed of its bets
 * @param closesAfter when the intake is closed while agencies still send; null where they all
 *     finish
 * @param isEager whether the number is drawn as soon as the server takes it, without a look at the
 *     seal
 * @param pick chooses the number
 * @param closing faults from the first bet to behind the closing
 * @param drawing faults around the drawing
 * @param opening faults around the opening of the next draw
 */
record OperatedDraw(
    String name,
    long seed,
    @Nullable Duration closesAfter,
    boolean isEager,
    int pick,
    List<Schedule.Fault> closing,
    List<Schedule.Fault> drawing,
    List<Schedule.Fault> opening) {
  private static final int DRAWS_MAX = 3;

  /** How many times as many bets there are where agencies are to be still at work. */
  private static final int MORE_BETS = 4;

  private static final int FAULTS_MAX = 2;

  /** Longer than a command takes. */
  private static final int PAUSE_MAX_MS = 800;

  /** The draws of a round. The round's other random numbers are as they were without these. */
  static List<OperatedDraw> all(long seed) {
    var random = new Random(~seed);
    return IntStream.rangeClosed(1, 1 + random.nextInt(DRAWS_MAX))
        .mapToObj(place -> of(random, place == 1 ? "default" : "draw-" + place))
        .toList();
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

  private static OperatedDraw of(Random random, String name) {
    return new OperatedDraw(
        name,
        random.nextLong(),
        random.nextInt(4) == 0 ? null : FaultPause.random(random, 0, 600),
        random.nextBoolean(),
        random.nextInt(1 << 16),
        faults(random),
        faults(random),
        faults(random));
  }

  private static List<Schedule.Fault> faults(Random random) {
    return IntStream.range(0, random.nextInt(FAULTS_MAX + 1))
        .mapToObj(_ -> Schedule.fault(random, PAUSE_MAX_MS))
        .toList();
  }
}
