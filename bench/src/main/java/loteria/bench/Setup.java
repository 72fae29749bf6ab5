package loteria.bench;

import java.nio.file.Path;

/**
 * The setup of every scenario.
 *
 * @param distribution the built distribution: bin, lib, conf
 * @param bets a folder with agency-1.csv to agency-5.csv
 * @param work an empty folder on the disk that is measured, owned by the run
 * @param runs how often each thing is measured; figures are medians
 * @param isFull whether measurements that take minutes and gigabytes are included
 * @param logMillions of bets in the log that a new server reads
 */
public record Setup(
    Path distribution, Path bets, Path work, int runs, boolean isFull, int logMillions) {
  /** How many agencies the exercise has. */
  public static final int AGENCIES = 5;

  /** How many workers serve them. */
  public static final int WORKERS = 4;

  /** The same with another distribution. */
  public Setup of(Path other) {
    return new Setup(other, bets, work, runs, isFull, logMillions);
  }
}
