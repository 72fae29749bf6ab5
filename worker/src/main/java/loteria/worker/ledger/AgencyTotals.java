package loteria.worker.ledger;

import java.util.Arrays;
import loteria.ipc.bet.RowDigest;
import loteria.worker.ledger.JournalRecord.BatchStored;

/** What the ledger remembers of one agency. Used by the ledger's thread alone. */
final class AgencyTotals {
  private long bets;
  private boolean finished;
  private boolean closed;
  private RowDigest digest = RowDigest.EMPTY;

  /** That of the newest session; 0 where there has been none. */
  private long epoch;

  /** Where in the journal batch {@code i + 1} is: ids rise by one from 1. */
  private int[] sequences = new int[8];

  private int batches;

  int batches() {
    return batches;
  }

  long bets() {
    return bets;
  }

  boolean isFinished() {
    return finished;
  }

  /** Whether it has finished because an operator closed it. */
  boolean isClosed() {
    return closed;
  }

  /** Whether this is the id of the only batch that can be stored now. */
  boolean isNext(long batch) {
    return !finished && batch == batches + 1;
  }

  /** The digest of all rows stored. */
  RowDigest digest() {
    return digest;
  }

  /** The newest session's. */
  long epoch() {
    return epoch;
  }

  /** A session has begun, or has stored something. */
  void opened(long epoch) {
    this.epoch = Math.max(this.epoch, epoch);
  }

  /** Whether so much is stored. */
  boolean amountTo(long batches, long bets) {
    return batches == this.batches && bets == this.bets;
  }

  /** The journal's place of a stored batch. */
  int sequenceOf(long batch) {
    return sequences[(int) batch - 1];
  }

  void store(int sequence, BatchStored batch) {
    if (batches == sequences.length) {
      sequences = Arrays.copyOf(sequences, batches * 2);
    }
    sequences[batches++] = sequence;
    bets += batch.rows();
    digest = digest.and(batch.digest(), batch.length());
    opened(batch.epoch());
  }

  void finish() {
    finished = true;
  }

  void close() {
    finished = true;
    closed = true;
  }
}
