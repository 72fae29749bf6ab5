package loteria.ledger.view;

import java.io.IOException;
import java.nio.ByteBuffer;
import loteria.ledger.file.LedgerFile;
import loteria.ledger.log.LogView;
import loteria.ledger.state.Entry;
import org.jspecify.annotations.Nullable;

/**
 * bets.csv: the rows of all entries and nothing else, in the log's order. Written under the
 * ledger's lock, before the entry is. Used by the ledger's thread, but for {@link #force}.
 */
public final class BetsView implements LogView {
  private static final int COPY_BYTES = 256 << 10;

  private final LedgerFile file;
  private @Nullable ByteBuffer part;

  /**
   * @param file open
   */
  public BetsView(LedgerFile file) {
    this.file = file;
  }

  @Override
  public long bytes() throws IOException {
    return file.size();
  }

  /**
   * Writes rows where the log has them; whatever is there from a process that died goes.
   *
   * @throws IOException also when rows before them have been taken away
   */
  public void append(ByteBuffer rows, long at) throws IOException {
    long end = file.size();
    if (end < at) {
      throw new IOException("bets.csv ends at byte " + end + ", and had rows up to byte " + at);
    }
    file.write(rows, at);
  }

  /** Cuts rows that a process died writing: those behind what the log speaks of. */
  public void cut(long bytes) throws IOException {
    if (file.size() > bytes) {
      file.truncate(bytes);
    }
  }

  /** Returns once all rows are on disk. Any thread may call it. */
  public void force() throws IOException {
    file.force();
  }

  @Override
  public void write(Entry entry) throws IOException {
    if (part == null) {
      part = ByteBuffer.allocateDirect(COPY_BYTES);
    }
    ByteBuffer rows = part;
    for (int at = 0; at < entry.rowBytes(); at += rows.limit()) {
      entry.rows(rows.clear(), at);
      file.write(rows.flip(), entry.betsAt() + at);
    }
  }

  @Override
  public void settle(long bytes) throws IOException {
    cut(bytes);
    file.force();
  }

  /** Closes the file. */
  public void close() throws IOException {
    file.close();
  }
}
