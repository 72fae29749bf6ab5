package loteria.bench.simulation;

/**
 * The cost of a turn of the ledger, in ns.
 *
 * @param fixed of each turn
 * @param each of each of its batches
 */
public record Line(double fixed, double each) {
  /**
   * The line with the smallest squared distance from some points, neither part of it negative.
   *
   * @param batches of a turn, for each point
   * @param nanos of such a turn
   */
  public static Line through(double[] batches, double[] nanos) {
    double batchesMean = mean(batches);
    double nanosMean = mean(nanos);
    double both = 0;
    double square = 0;
    for (int i = 0; i < batches.length; i++) {
      both += (batches[i] - batchesMean) * (nanos[i] - nanosMean);
      square += (batches[i] - batchesMean) * (batches[i] - batchesMean);
    }
    double each = square == 0 ? 0 : Math.max(0, both / square);
    double fixed = nanosMean - each * batchesMean;
    return fixed >= 0 ? new Line(fixed, each) : new Line(0, nanosMean / batchesMean);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** What a turn of so many batches costs. */
  public double of(double batches) {
    return fixed + each * batches;
  }

  /** The rest of this cost beside another one that is part of it. */
  public Line without(Line part) {
    return new Line(Math.max(0, fixed - part.fixed), Math.max(0, each - part.each));
  }
}
