package loteria.worker.ledger;

import java.io.IOException;
import loteria.worker.disk.LedgerFile;
import org.jspecify.annotations.Nullable;

/**
 * The two files that hold a draw's bets, as what is forced together. Any thread may force; one at a
 * time does.
 *
 * <p>The system tells once that a force failed, and drops what it could not write. So no other
 * force may be taken for good after that, by whichever thread.
 */
final class DrawFiles implements AutoCloseable {
  private final LedgerFile bets;
  private final LedgerFile journal;
  private volatile int forced;
  private volatile @Nullable Throwable failure;

  DrawFiles(LedgerFile bets, LedgerFile journal) {
    this.bets = bets;
    this.journal = journal;
  }

  LedgerFile bets() {
    return bets;
  }

  LedgerFile journal() {
    return journal;
  }

  /**
   * Returns once both files are on disk.
   *
   * @param records how many records have been written, with the rows they speak of
   * @throws IOException when this force failed, or one before it
   */
  synchronized void force(int records) throws IOException {
    check();
    try {
      bets.force();
      journal.force();
      forced = Math.max(forced, records);
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      throw e;
    }
  }

  /** How many records are known to be on disk in the files, with the rows they speak of. */
  int forced() {
    return forced;
  }

  /** Throws what a force failed with, be it on another thread. */
  void check() throws IOException {
    if (failure != null) {
      throw new IOException("the files could not be forced", failure);
    }
  }

  @Override
  public void close() throws IOException {
    try (journal) {
      bets.close();
    }
  }
}
