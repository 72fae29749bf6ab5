package loteria.ledger.verify;

import java.io.IOException;
import loteria.ledger.file.LedgerFile;
import loteria.ledger.file.LedgerFolder;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.view.BetsView;

/** Rewrites bets.csv from the log alone. */
public final class Export {
  private static final String UNFINISHED = ".new";

  private Export() {}

  /**
   * Writes the rows of all whole entries of a log to a file. What had that name before is there
   * until all of it is on disk.
   *
   * @param log the log's folder; only read
   * @param to the folder that the file is in
   * @param name the file's
   * @return how many bytes it has
   * @throws DamagedLogException when something is damaged: then nothing was replaced
   * @throws IOException when the log cannot be read or the file not be written
   */
  public static long write(LedgerFolder log, LedgerFolder to, String name) throws IOException {
    String unfinished = name + UNFINISHED;
    LedgerFile file = to.create(unfinished);
    boolean isDone = false;
    try (file) {
      SoundLog.read(log, new BetsView(file)::write);
      file.force();
      to.rename(unfinished, name);
      isDone = true;
      to.force();
      return file.size();
    } finally {
      if (!isDone) {
        to.remove(unfinished);
      }
    }
  }
}
