package loteria.worker;

import java.io.IOException;
import java.nio.file.Path;
import loteria.ipc.folder.FileAccess;
import loteria.ledger.Ledger;
import loteria.ledger.LedgerSnapshot;
import loteria.ledger.folder.DrawFolder;
import loteria.ledger.folder.DrawLedger;
import loteria.ledger.folder.FolderFiles;
import loteria.ledger.folder.LedgerIdentity;

/** Ledgers of a process that has no supervisor. */
public final class NewLedger {
  private NewLedger() {}

  /** In a folder that is made. */
  public static Ledger in(Path folder, int agencies) throws IOException {
    DrawFolder.make(folder, FileAccess.OWNER);
    return again(folder, agencies);
  }

  /**
   * In a folder that is there, for its next run; a ledger that fails prints that on standard error.
   */
  public static Ledger again(Path folder, int agencies) throws IOException {
    return again(
        folder,
        agencies,
        new Ledger.Events() {
          @Override
          public void finished(LedgerSnapshot.Totals stored, long end) {
            // There is no supervisor to tell.
          }

          @Override
          public void failed(Throwable failure) {
            failure.printStackTrace();
          }
        });
  }

  /** In a folder that is there, for its next run. */
  public static Ledger again(Path folder, int agencies, Ledger.Events events) throws IOException {
    LedgerIdentity identity = DrawFolder.beginRun(folder, FileAccess.OWNER);
    return DrawLedger.open(FolderFiles.of(folder), FileAccess.OWNER, agencies, identity, events);
  }
}
