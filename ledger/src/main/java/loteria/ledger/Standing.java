package loteria.ledger;

/**
 * How far an agency has come, as the ledger has it.
 *
 * @param lastBatch id of the last batch stored; 0 when there is none
 * @param bets how many bets are stored
 * @param finished whether the agency has finished
 * @param missing how many agencies have not finished
 * @param drawn whether the draw has been made
 * @param closed whether the agency has finished because an operator closed it
 */
public record Standing(
    long lastBatch, long bets, boolean finished, int missing, boolean drawn, boolean closed) {
  /** Of an agency that no operator closed. */
  public Standing(long lastBatch, long bets, boolean finished, int missing, boolean drawn) {
    this(lastBatch, bets, finished, missing, drawn, false);
  }
}
