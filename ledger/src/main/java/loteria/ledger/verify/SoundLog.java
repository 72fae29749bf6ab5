package loteria.ledger.verify;

import java.io.IOException;
import loteria.ledger.file.LedgerFolder;
import loteria.ledger.log.Log;
import loteria.ledger.log.LogInspection;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.Entry;

/** A reader of a whole log that stops where something is damaged. */
public final class SoundLog implements LogInspection.Findings {
  private final Log.Visitor visitor;

  private SoundLog(Log.Visitor visitor) {
    this.visitor = visitor;
  }

  /**
   * Shows all whole entries of turns, from the beginning of a log to where it ends now. Takes no
   * lock, so it works while others append.
   *
   * @param log the log's folder; only read
   * @throws DamagedLogException when something is damaged that was known to be on disk: the entries
   *     behind it are not shown
   * @throws IOException when the log cannot be read, or the visitor throws it
   */
  public static void read(LedgerFolder log, Log.Visitor visitor) throws IOException {
    try (var inspection = new LogInspection(log, new SoundLog(visitor))) {
      inspection.inspect();
    }
  }

  @Override
  public void entry(Entry entry) throws IOException {
    visitor.entry(entry);
  }

  @Override
  public void problem(String problem) throws DamagedLogException {
    throw new DamagedLogException(problem);
  }

  @Override
  public void torn(String what) {
    // Nothing of it was acknowledged.
  }
}
