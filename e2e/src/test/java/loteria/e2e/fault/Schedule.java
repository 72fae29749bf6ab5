package loteria.e2e.fault;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The schedule of a round, decided by its seed.
 *
 * @param agencies the kind of each, agency 1 first
 * @param faults one after the other
 * @param draws those that an operator closes, draws and opens, one after the other; none where the
 *     server has its number from the start
 */
record Schedule(
    long seed,
    int workers,
    List<Kind> agencies,
    int betsEach,
    List<Fault> faults,
    List<SeasonDraw> draws) {
  private static final int FAULTS_MIN = 2;
  private static final int FAULTS_MAX = 6;
  private static final int PROGRAM_ROUNDS = 3;

  /** The kind of an agency. */
  enum Kind {
    NATIVE,
    TEXT,
    PROGRAM
  }

  /** What happens, and to which process or connection. */
  enum FaultKind {
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
   * One fault.
   *
   * @param pick chooses among the possible targets
   * @param pause before it
   * @param length how long it lasts, if it does
   */
  record Fault(FaultKind kind, int pick, Duration pause, Duration length) {
    @Override
    public String toString() {
      return "%s %d after %d ms for %d ms"
          .formatted(kind, pick, pause.toMillis(), length.toMillis());
    }
  }

  static Schedule of(long seed) {
    var random = new Random(seed);
    boolean programs = random.nextInt(PROGRAM_ROUNDS) == 0;
    int workers = random.nextInt(2, 5);
    List<Kind> agencies =
        IntStream.range(0, random.nextInt(2, 6)).mapToObj(i -> kind(random, programs, i)).toList();
    int bets = random.nextInt(500, 2_001);
    List<Fault> faults =
        IntStream.range(0, random.nextInt(FAULTS_MIN, FAULTS_MAX + 1))
            .mapToObj(_ -> fault(random))
            .toList();
    return new Schedule(
        seed,
        workers,
        agencies,
        bets,
        faults,
        seed % 2 == 0 ? SeasonDraw.all(seed, faults) : List.of());
  }

  private static Kind kind(Random random, boolean programs, int index) {
    if (programs && index == 0) {
      return Kind.PROGRAM;
    }
    return random.nextInt(3) == 0 ? Kind.TEXT : Kind.NATIVE;
  }

  private static Fault fault(Random random) {
    return fault(random, 250);
  }

  /** Any fault, after a pause of at most so many milliseconds. */
  static Fault fault(Random random, int pauseMaxMs) {
    FaultKind kind = FaultKind.values()[random.nextInt(FaultKind.values().length)];
    return new Fault(
        kind,
        random.nextInt(1 << 16),
        FaultPause.random(random, 0, pauseMaxMs),
        FaultPause.random(random, 20, 300));
  }
}
