package loteria.worker.verify;

/** What the journal says of one agency, added up. */
final class Tally {
  long batches;
  long bets;

  /** The highest id of a batch. */
  long lastBatch;

  /** That of the newest session. */
  long epoch;

  boolean finished;

  /** Whether more is known of the agency than that it has connected. */
  boolean isWorthTelling() {
    return batches > 0 || finished;
  }
}
