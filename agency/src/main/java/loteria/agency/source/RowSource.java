package loteria.agency.source;

import java.io.IOException;
import loteria.ipc.row.RowWriter;

/** A source of valid rows, one after the other. */
public interface RowSource {
  /** The result of {@link #next} if there is no row left. */
  long NONE = 0;

  /**
   * Appends the next valid row.
   *
   * @return its line in the file, from 1, or {@link #NONE} with nothing appended
   * @throws IOException if the source cannot be read, or a refused row cannot be recorded
   */
  long next(RowWriter rows) throws IOException;
}
