package loteria.ledger.commit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loteria.ledger.Ledger;
import loteria.ledger.file.ChannelFile;
import loteria.ledger.file.DiskFolder;
import loteria.ledger.file.ProcessLock;
import loteria.ledger.log.FileLog;
import loteria.ledger.log.LedgerState;
import loteria.ledger.view.BetsView;

/** A draw's folder as a ledger: the log in {@value #LOG}, {@value #BETS}, the lock. */
public final class DrawLedger {
  /** The folder of the log. */
  public static final String LOG = "log";

  /** The rows of all bets. */
  public static final String BETS = "bets.csv";

  /** What is locked. */
  public static final String LOCK = "ledger.lock";

  private DrawLedger() {}

  /**
   * Makes the files of a new draw in a folder, and returns once they are on disk.
   *
   * @param folder is there
   */
  public static void make(Path folder) throws IOException {
    Files.createDirectories(folder.resolve(LOG));
    FileLog.make(new DiskFolder(folder.resolve(LOG)));
    var files = new DiskFolder(folder);
    files.create(BETS).close();
    files.create(LOCK).close();
    files.force();
  }

  /**
   * Opens a draw's files, recovers what a crash left there, if this is the first process of its
   * run, and begins to serve.
   *
   * @param folder has the files
   * @param agencies how many take part, ids from 1
   * @param run how many servers have been started on the folder, this one included
   * @param check whether the lock is the one that all others take
   * @throws loteria.ledger.log.DamagedLogException when something is damaged that was known to be
   *     on disk
   */
  public static Ledger open(
      Path folder, int agencies, int run, ProcessLock.Check check, Ledger.Events events)
      throws IOException {
    ProcessLock lock = ProcessLock.open(folder.resolve(LOCK), check);
    FileLog log = FileLog.in(new DiskFolder(folder.resolve(LOG)), lock, run);
    try {
      var view = new BetsView(ChannelFile.open(folder.resolve(BETS)));
      var state = new LedgerState(agencies);
      log.open(state, view);
      return new LedgerThread(new GroupCommit(log, view, state), lock::waitNanos, events);
    } catch (IOException e) {
      log.close();
      throw e;
    }
  }
}
