package loteria.ledger.log;

import java.io.IOException;
import loteria.ledger.state.Entry;

/** A file that is written from the log. */
public interface LogView {
  /** How long it is, in bytes. */
  long bytes() throws IOException;

  /** Writes what an entry has for it, whether it is there or not. */
  void write(Entry entry) throws IOException;

  /** Cuts it, where it is longer, and returns once all of it is on disk. */
  void settle(long bytes) throws IOException;
}
