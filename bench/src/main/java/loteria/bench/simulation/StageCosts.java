package loteria.bench.simulation;

/**
 * The processor time of each stage of a batch's way, and the time of a force, in ns.
 *
 * @param sender of an agency for a batch
 * @param relay of the supervisor for a batch
 * @param session of the worker for a batch, beside its ledger
 * @param turn of the ledger's thread for a turn, beside the time with the lock
 * @param held with the lock, for a turn
 * @param force of the disk for a turn
 * @param foreign of the ledger's thread for a batch that another worker has stored
 */
public record StageCosts(
    double sender, double relay, double session, Line turn, Line held, Line force, double foreign) {
  /** The same with agencies that are elsewhere, which costs the server's processors nothing. */
  public StageCosts withoutSenders() {
    return new StageCosts(0, relay, session, turn, held, force, foreign);
  }
}
