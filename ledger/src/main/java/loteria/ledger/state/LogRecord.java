package loteria.ledger.state;

import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.Seal;
import loteria.ipc.row.RowDigest;

/** One fact that the log keeps. */
public sealed interface LogRecord {
  /**
   * A batch is stored: its rows are in the same entry, behind those of the batches before it there.
   *
   * @param agency whose
   * @param batch its id
   * @param rows how many rows
   * @param length bytes of its rows
   * @param digest of its rows
   * @param epoch of the session that sent it
   */
  record BatchStored(int agency, long batch, int rows, int length, RowDigest digest, long epoch)
      implements LogRecord {
    /** The same of another session. */
    public BatchStored ofSession(long other) {
      return new BatchStored(agency, batch, rows, length, digest, other);
    }

    /** Whether this and another batch have the same content. */
    public boolean isSameContent(int otherRows, int otherLength, RowDigest otherDigest) {
      return rows == otherRows && length == otherLength && digest.equals(otherDigest);
    }
  }

  /**
   * A session of an agency has begun: those before it store nothing any more.
   *
   * @param agency whose
   * @param epoch which session it is. Its upper half is the run of the server that took the
   *     connection; of two of one run, the later has the higher epoch
   */
  record SessionOpened(int agency, long epoch) implements LogRecord {}

  /**
   * An agency has finished.
   *
   * @param agency which
   * @param batches how many it has stored
   * @param bets how many it has stored
   */
  record AgencyFinished(int agency, long batches, long bets) implements LogRecord {}

  /**
   * An agency that is gone for good was declared finished by an operator.
   *
   * @param agency which
   * @param batches how many it has stored
   * @param bets how many it has stored
   */
  record AgencyClosed(int agency, long batches, long bets) implements LogRecord {}

  /** A step of the draw. Each comes once. */
  sealed interface OfDraw extends LogRecord {}

  /** The intake has closed: every agency has finished with what is stored. */
  record IntakeClosed() implements OfDraw {}

  /** What is stored has been sealed. */
  record Sealed(Seal seal) implements OfDraw {}

  /** The number has been drawn, behind the seal. */
  record NumberDrawn(int number) implements OfDraw {}

  /** The draw has been made. */
  record Drawn(DrawRecord draw) implements OfDraw {}

  /** What the log says of itself. */
  sealed interface OfLog extends LogRecord {}

  /**
   * A server has recovered the log and begins to serve.
   *
   * @param run how many servers have been started on this ledger
   */
  record RunBegun(int run) implements OfLog {}

  /**
   * The rows of all entries before a position are in bets.csv, and on disk there.
   *
   * @param position the position
   * @param bytes how many bytes of bets.csv they are
   */
  record ViewForced(long position, long bytes) implements OfLog {}

  /**
   * All messages of the replicated log before an offset are decided in this log.
   *
   * @param offset that of the next message
   * @param crc CRC32C of the message before it
   */
  record FollowedTo(long offset, int crc) implements OfLog {}

  /** A process has ended in order: all entries before this one are on disk. */
  record Ended() implements OfLog {}

  /**
   * What is known of one agency where a segment begins.
   *
   * @param agency which
   * @param batches how many it has stored
   * @param bets how many it has stored
   * @param digest of all its rows, in order
   * @param epoch of its newest session
   * @param end whether, and how, it has finished
   */
  record AgencyState(
      int agency, long batches, long bets, RowDigest digest, long epoch, AgencyEnd end)
      implements LogRecord {}

  /**
   * The digest of bets.csv where a segment begins; its size is in the entry's header.
   *
   * @param digest of all rows, in order
   */
  record RowsState(RowDigest digest) implements LogRecord {}
}
