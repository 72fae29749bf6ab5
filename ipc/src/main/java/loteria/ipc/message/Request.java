package loteria.ipc.message;

/** A request of an agency. Every request gets exactly one {@link Reply}, in order. */
public sealed interface Request {
  /**
   * Begins a session.
   *
   * @param agency the agency's number, unchecked
   * @param draw the draw's name; empty for the current one
   */
  record Hello(int agency, String draw) implements Request {}

  /**
   * Bets to store, all or none.
   *
   * @param id the batch's number; from 1, rising by one
   * @param rows how many rows the agency says there are
   * @param content the rows, exactly as they will be stored
   */
  record Batch(long id, int rows, Bytes content) implements Request {}

  /**
   * The agency has no more bets.
   *
   * @param batches how many batches it counts as stored
   * @param bets how many bets it counts as stored
   * @param digest of all rows that it counts as stored, in order: {@link
   *     loteria.ipc.row.RowDigest#value}
   */
  record Finish(long batches, long bets, long digest) implements Request {}

  /**
   * Asks for the agency's winners.
   *
   * @param await whether to answer only once the draw has been made
   */
  record Results(boolean await) implements Request {}

  /** Asks for the seal of the draw's bets; answered at once. */
  record Seal() implements Request {}

  /** Asks whether the server is alive. */
  record Ping(Bytes body) implements Request {}
}
