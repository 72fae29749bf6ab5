package loteria.ledger.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** What one turn appended to the log, whatever keeps it. */
public interface Entry {
  /** Where it begins. */
  long position();

  /** The position behind it. */
  long end();

  /** When it was written: milliseconds since 1970, UTC. Nothing depends on it. */
  long millis();

  /** Where in bets.csv its rows belong. */
  long betsAt();

  /** How many bytes of rows it has. */
  int rowBytes();

  /** Its records, in order. */
  List<LogRecord> records();

  /**
   * Reads a part of its rows, until the buffer is full or they end.
   *
   * @param from where among its rows the part begins, in bytes
   */
  void rows(ByteBuffer into, int from) throws IOException;
}
