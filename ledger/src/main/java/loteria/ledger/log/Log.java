package loteria.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import loteria.ipc.message.Bytes;
import loteria.ledger.state.Entry;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;

/**
 * What keeps entries in one order for all processes, and on disk. All that an engine must give.
 *
 * <p>Used by one thread, but for {@link #read}.
 */
public interface Log extends AutoCloseable {
  /**
   * One turn: takes in what others have appended, then says what to append. What it does, it does
   * while no other process appends.
   */
  interface Turn {
    /** The fold of the log so far; new entries are folded into it before the turn decides. */
    LedgerState state();

    /** How many bytes its rows have at most. */
    long rowBytesMax();

    /** How many records it has at most. */
    int recordsMax();

    /** Decides, all having been taken in. */
    Addition decide() throws IOException;

    /**
     * Receives the rows before they are appended.
     *
     * @param rows all rows of the addition
     * @throws IOException when it must not be
     */
    void beforeAppend(ByteBuffer rows) throws IOException;

    /**
     * Called when the addition is in the log, and not yet on disk.
     *
     * @param end the position behind it
     */
    void appended(long end);
  }

  /**
   * What a turn appends.
   *
   * @param records in order; none: then nothing is appended
   * @param rows of its batches, in the records' order
   */
  record Addition(List<LogRecord> records, List<Bytes> rows) {}

  /** Is shown entries. */
  interface Visitor {
    /** Shows the next entry. */
    void entry(Entry entry) throws IOException;
  }

  /**
   * Carries out a turn; returns once all that its state relies upon is on disk.
   *
   * @throws NoRoomException when the disk is full: nothing was appended, and the turn is not usable
   *     any more
   * @throws IOException when the disk failed: nothing may be answered, and nothing tried again
   */
  void append(Turn turn) throws IOException;

  /**
   * Takes in everything again.
   *
   * @param state empty
   * @throws IOException when it cannot be read
   */
  void restore(LedgerState state) throws IOException;

  /**
   * Finds a batch that is stored. Reads one segment at most, and a few beginnings.
   *
   * @throws DamagedLogException when it is not there
   */
  LogRecord.BatchStored find(int agency, long batch) throws IOException;

  /**
   * Shows the entries between two positions. Any thread may call it.
   *
   * @param from where an entry begins
   * @param to where one begins or would
   * @throws DamagedLogException when an entry is not whole
   */
  void read(long from, long to, Visitor visitor) throws IOException;

  @Override
  void close() throws IOException;
}
