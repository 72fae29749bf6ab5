package loteria.e2e.fault;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What happens in a round; its seed decides it all.
 *
 * @param agencies what each is, agency 1 first
 * @param blows one after the other
 */
record Schedule(long seed, int workers, List<Kind> agencies, int betsEach, List<Blow> blows) {
  private static final int BLOWS_MIN = 2;
  private static final int BLOWS_MAX = 6;
  private static final int PROGRAM_ROUNDS = 3;

  /** What an agency is. */
  enum Kind {
    NATIVE,
    TEXT,
    PROGRAM
  }

  /** What happens to whom. */
  enum What {
    WORKER_KILLED,
    WORKER_TERMINATED,
    WORKER_STOPPED,
    WORKER_HUNG,
    SUPERVISOR_KILLED,
    SUPERVISOR_TERMINATED,
    SUPERVISOR_STOPPED,
    AGENCY_KILLED,
    AGENCY_TERMINATED,
    AGENCY_STOPPED,
    CONNECTIONS_CUT,
    CONNECTIONS_SLOWED,
    CONNECTIONS_STOPPED
  }

  /**
   * One blow.
   *
   * @param pick chooses among those it can hit
   * @param pause before it
   * @param length how long it lasts, where it does
   */
  record Blow(What what, int pick, Duration pause, Duration length) {
    @Override
    public String toString() {
      return "%s %d after %d ms for %d ms"
          .formatted(what, pick, pause.toMillis(), length.toMillis());
    }
  }

  static Schedule of(long seed) {
    var random = new Random(seed);
    boolean programs = random.nextInt(PROGRAM_ROUNDS) == 0;
    int workers = random.nextInt(2, 5);
    List<Kind> agencies =
        IntStream.range(0, random.nextInt(2, 6)).mapToObj(i -> kind(random, programs, i)).toList();
    int bets = random.nextInt(500, 2_001);
    List<Blow> blows =
        IntStream.range(0, random.nextInt(BLOWS_MIN, BLOWS_MAX + 1))
            .mapToObj(_ -> blow(random))
            .toList();
    return new Schedule(seed, workers, agencies, bets, blows);
  }

  private static Kind kind(Random random, boolean programs, int index) {
    if (programs && index == 0) {
      return Kind.PROGRAM;
    }
    return random.nextInt(3) == 0 ? Kind.TEXT : Kind.NATIVE;
  }

  private static Blow blow(Random random) {
    What what = What.values()[random.nextInt(What.values().length)];
    return new Blow(
        what,
        random.nextInt(1 << 16),
        FaultPause.random(random, 0, 250),
        FaultPause.random(random, 20, 300));
  }
}
