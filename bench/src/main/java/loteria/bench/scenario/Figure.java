package loteria.bench.scenario;

/** What a version is compared by, and how much worse than another it may be. */
enum Figure {
  START_SECONDS("four workers ready", "s", 3, false, Figure.TIME),
  START_MEMORY("memory at rest, proportional", "MiB", 0, false, Figure.MEMORY),
  RUN_SECONDS("run, batches of 8 kB", "s", 3, false, Figure.TIME),
  RUN_CPU("CPU of its server", "s", 3, false, Figure.CPU),
  COLD_SECONDS("cold, 1,131 text connections", "s", 3, false, Figure.TIME),
  COLD_CPU("CPU of its server", "s", 3, false, Figure.CPU),
  INTAKE_SMALL("intake, 5 agencies, window 1, 1 bet", "bets/s", 0, true, Figure.TIME),
  INTAKE_TEXT_SIZE("intake, 5 agencies, window 8, 70 bets", "bets/s", 0, true, Figure.TIME),
  INTAKE("intake, 5 agencies, window 8, 8 kB", "bets/s", 0, true, Figure.TIME),
  INTAKE_CPU("CPU of its server for a bet", "ns", 0, false, Figure.CPU),
  INTAKE_MANY("intake, 50 agencies, window 8, 70 bets", "bets/s", 0, true, Figure.TIME),
  INTAKE_LARGE("intake, 1 agency, window 8, 1 MiB", "bets/s", 0, true, Figure.TIME);

  /** Single times vary by more between two runs of one version on two shared processors. */
  private static final double TIME = 1.2;

  private static final double CPU = 1.12;
  private static final double MEMORY = 1.08;

  final String label;
  final String unit;
  final int digits;

  /** The largest {@link #ratio} that is no fault. */
  final double bound;

  private final boolean isRate;

  Figure(String label, String unit, int digits, boolean isRate, double bound) {
    this.label = label;
    this.unit = unit;
    this.digits = digits;
    this.isRate = isRate;
    this.bound = bound;
  }

  /** How many times worse the second is than the first; below 1 it is better. */
  double ratio(double base, double now) {
    return isRate ? base / now : now / base;
  }
}
