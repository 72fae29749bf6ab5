package loteria.e2e.fault;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A draw of a round in which an operator holds one after another, and what happens meanwhile;
 * decided by the round's seed.
 *
 * @param seed of its bets
 * @param isEager whether the number is drawn as soon as the server takes it, without a look at the
 *     seal
 * @param closing faults from the first bet to behind the closing
 * @param drawing faults around the drawing
 * @param opening faults around the opening of the next draw
 */
record SeasonDraw(
    String name,
    long seed,
    OperatedDraw operated,
    boolean isEager,
    List<Schedule.Fault> closing,
    List<Schedule.Fault> drawing,
    List<Schedule.Fault> opening) {
  private static final int DRAWS_MAX = 3;
  private static final int FAULTS_MAX = 2;

  /** Longer than a command takes. */
  private static final int PAUSE_MAX_MS = 800;

  /** The draws of a round. The round's other random numbers are as they were without these. */
  static List<SeasonDraw> all(long seed) {
    var random = new Random(~seed);
    return IntStream.rangeClosed(1, 1 + random.nextInt(DRAWS_MAX))
        .mapToObj(place -> of(random, place == 1 ? "default" : "draw-" + place))
        .toList();
  }

  private static SeasonDraw of(Random random, String name) {
    return new SeasonDraw(
        name,
        random.nextLong(),
        OperatedDraw.of(random),
        random.nextBoolean(),
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
