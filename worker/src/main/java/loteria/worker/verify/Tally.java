package loteria.worker.verify;

/** What the journal says of one agency, added up. */
final class Tally {
  long batches;
  long bets;

  /** The highest id of a batch. */
  long lastBatch;

  boolean finished;
}
