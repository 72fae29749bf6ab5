package loteria.e2e.fault;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A draw of a round in which an operator holds one after another, and what happens meanwhile;
 * decided by the round's seed.
 *
 * @param seed of its bets
 * @param isEager whether the number is drawn as soon as the server takes it, without a look at the
 *     seal
 * @param closing from the first bet to behind the closing
 * @param opening of the next draw
 */
record SeasonDraw(
    String name,
    long seed,
    OperatedDraw operated,
    boolean isEager,
    Step closing,
    Step drawing,
    Step opening) {
  private static final int DRAWS_MAX = 3;
  private static final int FAULTS_MAX = 2;

  /** Longer than a command takes. */
  private static final int PAUSE_MAX_MS = 800;

  /**
   * What happens during a step.
   *
   * @param kill at a moment of it, before the faults; null for none
   */
  record Step(@Nullable StepKill kill, List<Schedule.Fault> faults) {}

  /**
   * The draws of a round. The round's other random numbers are as they were without these.
   *
   * @param faults while the first bets are sent
   */
  static List<SeasonDraw> all(long seed, List<Schedule.Fault> faults) {
    var random = new Random(~seed);
    return IntStream.rangeClosed(1, 1 + random.nextInt(DRAWS_MAX))
        .mapToObj(
            place ->
                place == 1
                    ? of(random, "default", faults)
                    : of(random, "draw-" + place, faults(random)))
        .toList();
  }

  private static SeasonDraw of(Random random, String name, List<Schedule.Fault> faults) {
    return new SeasonDraw(
        name,
        random.nextLong(),
        OperatedDraw.of(random),
        random.nextBoolean(),
        new Step(StepKill.of(random, StepKill.CLOSING), faults),
        new Step(StepKill.of(random, StepKill.DRAWING), faults(random)),
        new Step(StepKill.of(random, StepKill.OPENING), faults(random)));
  }

  private static List<Schedule.Fault> faults(Random random) {
    return IntStream.range(0, random.nextInt(FAULTS_MAX + 1))
        .mapToObj(_ -> Schedule.fault(random, PAUSE_MAX_MS))
        .toList();
  }
}
