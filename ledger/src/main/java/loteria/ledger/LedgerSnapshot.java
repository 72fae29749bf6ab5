package loteria.ledger;

import java.util.List;
import loteria.ipc.message.WorkerMessage;

/**
 * What a ledger knows and has done, for a person to see.
 *
 * @param work since its start
 * @param agencies the agencies that have stored something since the previous snapshot, as it is on
 *     disk
 */
public record LedgerSnapshot(WorkerMessage.Work work, List<Totals> agencies) {
  /**
   * What is stored of one agency.
   *
   * @param agency its number
   * @param batches how many
   * @param bets how many
   */
  public record Totals(int agency, long batches, long bets) {}
}
