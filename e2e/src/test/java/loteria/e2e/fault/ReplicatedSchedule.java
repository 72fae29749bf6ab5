package loteria.e2e.fault;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The schedule of a round with several servers and brokers, decided by its seed.
 *
 * @param isNative of each agency, whether it speaks the native dialect; agency 1 first
 * @param faults one after the other
 */
record ReplicatedSchedule(
    long seed, int centrals, List<Boolean> isNative, int betsEach, List<Fault> faults) {
  private static final int FAULTS_MIN = 2;
  private static final int FAULTS_MAX = 5;

  /** What happens. */
  enum FaultKind {
    LEADER_KILLED,
    FOLLOWER_KILLED,
    CONTROLLER_KILLED,
    LEADER_STOPPED,
    TWO_BROKERS_KILLED,
    CENTRAL_KILLED,
    CENTRAL_TERMINATED,
    CENTRAL_STOPPED,
    COPY_LOST,
    WORKER_KILLED,
    AGENCY_KILLED
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

  static ReplicatedSchedule of(long seed) {
    var random = new Random(seed);
    int centrals = random.nextInt(2, 4);
    List<Boolean> isNative =
        IntStream.range(0, random.nextInt(2, 5)).mapToObj(_ -> random.nextInt(3) > 0).toList();
    List<Fault> faults =
        IntStream.range(0, random.nextInt(FAULTS_MIN, FAULTS_MAX + 1))
            .mapToObj(_ -> fault(random))
            .toList();
    return new ReplicatedSchedule(seed, centrals, isNative, random.nextInt(300, 1_500), faults);
  }

  private static Fault fault(Random random) {
    FaultKind kind = FaultKind.values()[random.nextInt(FaultKind.values().length)];
    return new Fault(
        kind,
        random.nextInt(1 << 16),
        FaultPause.random(random, 0, 400),
        FaultPause.random(random, 100, 3_000));
  }
}
