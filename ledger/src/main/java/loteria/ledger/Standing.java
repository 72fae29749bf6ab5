package loteria.ledger;

import loteria.ipc.message.WorkerMessage.Seal;
import org.jspecify.annotations.Nullable;

/**
 * How far an agency has come, as the ledger has it.
 *
 * @param lastBatch id of the last batch stored; 0 when there is none
 * @param bets how many bets are stored
 * @param finished whether the agency has finished
 * @param missing how many agencies have not finished
 * @param drawn whether the draw has been made
 * @param closed whether the agency has finished because an operator closed it, or because the
 *     intake closed before
 * @param seal of all that is stored; null before it is sealed
 */
public record Standing(
    long lastBatch,
    long bets,
    boolean finished,
    int missing,
    boolean drawn,
    boolean closed,
    @Nullable Seal seal) {
  /** Of an agency that was not closed, before the seal. */
  public Standing(long lastBatch, long bets, boolean finished, int missing, boolean drawn) {
    this(lastBatch, bets, finished, missing, drawn, false, null);
  }
}
