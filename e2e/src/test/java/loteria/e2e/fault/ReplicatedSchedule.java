package loteria.e2e.fault;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import loteria.e2e.SharedBrokers;
import org.jspecify.annotations.Nullable;

/**
 * The schedule of a round with several servers and brokers, decided by its seed.
 *
 * @param skews of each central, the hours that its clock is before this machine's
 * @param isNative of each agency, whether it speaks the native dialect; agency 1 first
 * @param faults one after the other
 * @param draw that operators of any of the servers close and draw; null where the servers have the
 *     number from the start
 * @param next the draw that they open behind that one; null for none
 */
record ReplicatedSchedule(
    long seed,
    List<Integer> skews,
    List<Boolean> isNative,
    int betsEach,
    List<Fault> faults,
    @Nullable OperatedDraw draw,
    @Nullable NextDraw next) {
  private static final int CENTRALS_MIN = 2;

  /** More than an hour after every broker. */
  private static final int SKEW_HOURS = 3;

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
    AGENCY_KILLED,
    CENTRAL_CUT_OFF,
    CENTRAL_CUT_OFF_FROM_LEADER,
    CENTRAL_HEARS_NOTHING,
    CENTRAL_IS_NOT_HEARD,
    LEADER_CUT_OFF,
    LEADER_AND_CENTRAL_CUT_OFF,
    DISK_FULL,
    DISKS_SLOW,
    POWER_LOST,
    POWER_LOST_BY_ALL
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

  /**
   * A draw behind the first.
   *
   * @param opening what happens while operators have each server open it
   * @param faults once all have
   */
  record NextDraw(OperatedDraw draw, List<Fault> opening, List<Fault> faults) {
    private static NextDraw of(Random random) {
      return new NextDraw(OperatedDraw.of(random), faults(random), faults(random));
    }

    /** A server whose folder is lost begins with the first draw again: that is not among them. */
    private static List<Fault> faults(Random random) {
      return IntStream.range(0, random.nextInt(1, FAULTS_MIN + 1))
          .mapToObj(_ -> fault(random))
          .filter(fault -> fault.kind() != FaultKind.COPY_LOST)
          .toList();
    }
  }

  static ReplicatedSchedule of(long seed) {
    var random = new Random(seed);
    int centrals = random.nextInt(CENTRALS_MIN, SharedBrokers.PLAIN_GROUPS + 1);
    // A JVM whose clock is wrong takes longer to start.
    boolean isSkewed = random.nextInt(4) == 0;
    List<Integer> skews = hours(random, centrals, isSkewed);
    List<Boolean> isNative =
        IntStream.range(0, random.nextInt(2, 5)).mapToObj(_ -> random.nextInt(3) > 0).toList();
    List<Fault> faults =
        IntStream.range(0, random.nextInt(FAULTS_MIN, FAULTS_MAX + 1))
            .mapToObj(_ -> fault(random))
            .toList();
    // The other random numbers are as they were without these.
    var operated = new Random(~seed);
    OperatedDraw draw = seed % 2 == 0 ? OperatedDraw.of(operated) : null;
    NextDraw next = seed % 4 == 0 ? NextDraw.of(operated) : null;
    return new ReplicatedSchedule(
        seed, skews, isNative, random.nextInt(300, 1_500), faults, draw, next);
  }

  private static List<Integer> hours(Random random, int count, boolean isSkewed) {
    return IntStream.range(0, count)
        .mapToObj(_ -> isSkewed ? SKEW_HOURS * random.nextInt(-1, 2) : 0)
        .toList();
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
