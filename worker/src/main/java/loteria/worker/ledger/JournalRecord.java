package loteria.worker.ledger;

import loteria.ipc.bet.RowDigest;
import loteria.ipc.wire.Coordination.DrawRecord;

/** One fact that the journal keeps. */
public sealed interface JournalRecord {
  /**
   * A batch is stored.
   *
   * @param agency whose
   * @param batch its id
   * @param from where its rows begin in bets.csv
   * @param length bytes of its rows
   * @param rows how many rows
   * @param digest of its rows
   * @param epoch of the session that brought it
   */
  record BatchStored(
      int agency, long batch, long from, int length, int rows, RowDigest digest, long epoch)
      implements JournalRecord {
    public long to() {
      return from + length;
    }
  }

  /**
   * A session of an agency has begun: those before it store nothing any more.
   *
   * @param agency whose
   * @param epoch which session it is: the later the supervisor took its connection, the higher
   */
  record SessionOpened(int agency, long epoch) implements JournalRecord {}

  /**
   * An agency has finished.
   *
   * @param agency which
   * @param batches how many it has stored
   * @param bets how many it has stored
   */
  record AgencyFinished(int agency, long batches, long bets) implements JournalRecord {}

  /**
   * An agency that is gone for good was declared finished by an operator.
   *
   * @param agency which
   * @param batches how many it has stored
   * @param bets how many it has stored
   */
  record AgencyClosed(int agency, long batches, long bets) implements JournalRecord {}

  /** The draw has been made. */
  record Drawn(DrawRecord draw) implements JournalRecord {}

  /**
   * A record as it lies in the journal.
   *
   * @param sequence its place in the journal, from 0
   * @param forced how many records, and the rows they speak of, were known to be on disk when it
   *     was written
   * @param fact what it says
   */
  record Entry(int sequence, int forced, JournalRecord fact) {}
}
