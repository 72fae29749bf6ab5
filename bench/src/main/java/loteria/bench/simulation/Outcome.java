package loteria.bench.simulation;

/**
 * What a simulation came to.
 *
 * @param batchesPerSecond acknowledged
 * @param batchesPerTurn on average
 * @param cores the part of all processors' time that was used, from 0 to 1
 * @param lock the part of the time for which a worker held the ledger's lock
 * @param disk the part of the time for which the disk forced
 * @param ledger the part of the time for which the ledger's thread of a worker had a turn
 */
public record Outcome(
    double batchesPerSecond,
    double batchesPerTurn,
    double cores,
    double lock,
    double disk,
    double ledger) {
  /** What is used most: what has to grow for more. */
  public String limit() {
    double most = Math.max(Math.max(cores, lock), Math.max(disk, ledger));
    if (most == cores) {
      return "processors";
    }
    if (most == lock) {
      return "lock";
    }
    return most == disk ? "disk" : "ledger threads";
  }
}
