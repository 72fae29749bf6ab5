package loteria.ledger.state;

import loteria.ipc.row.RowDigest;

/** What the log says of one agency. Used by the ledger's thread alone. */
public final class AgencyTotals {
  private long batches;
  private long bets;
  private AgencyEnd end = AgencyEnd.OPEN;
  private RowDigest digest = RowDigest.EMPTY;

  /** That of the newest session; 0 where there has been none. */
  private long epoch;

  AgencyTotals() {}

  /** How many batches are stored: their ids go from 1 to this. */
  public long batches() {
    return batches;
  }

  /** How many bets are stored. */
  public long bets() {
    return bets;
  }

  /** Whether no more is taken. */
  public boolean isFinished() {
    return end != AgencyEnd.OPEN;
  }

  /** Whether it has finished because an operator closed it. */
  public boolean isClosed() {
    return end == AgencyEnd.CLOSED;
  }

  /** The digest of all rows stored. */
  public RowDigest digest() {
    return digest;
  }

  /** The newest session's. */
  public long epoch() {
    return epoch;
  }

  /** Whether so much is stored. */
  public boolean amountTo(long otherBatches, long otherBets) {
    return otherBatches == batches && otherBets == bets;
  }

  void open(long newEpoch) {
    epoch = newEpoch;
  }

  void store(LogRecord.BatchStored batch) {
    batches++;
    bets += batch.rows();
    digest = digest.and(batch.digest(), batch.length());
    epoch = batch.epoch();
  }

  void end(AgencyEnd how) {
    end = how;
  }

  void restore(LogRecord.AgencyState state) {
    batches = state.batches();
    bets = state.bets();
    digest = state.digest();
    epoch = state.epoch();
    end = state.end();
  }

  LogRecord.AgencyState state(int agency) {
    return new LogRecord.AgencyState(agency, batches, bets, digest, epoch, end);
  }
}
