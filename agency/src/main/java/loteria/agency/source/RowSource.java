package loteria.agency.source;

import java.io.IOException;
import loteria.ipc.row.RowWriter;

/** Good rows, one after the other. */
public interface RowSource {
  /** What {@link #next} answers when there is no row left. */
  long NONE = 0;

  /**
   * Appends the next good row.
   *
   * @return its line in the file, from 1, or {@link #NONE} with nothing appended
   * @throws IOException when the source cannot be read, or a refused row cannot be noted
   */
  long next(RowWriter rows) throws IOException;
}
