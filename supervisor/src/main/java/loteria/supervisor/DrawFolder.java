package loteria.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import loteria.ipc.folder.DurableFile;
import loteria.ipc.folder.LedgerIdentity;
import loteria.ipc.folder.UnknownLedgerException;

/** A draw's folder as a supervisor begins to use it. The caller holds its {@link DataLock}. */
final class DrawFolder {
  private DrawFolder() {}

  /**
   * Begins the ledger's next run, or makes a ledger where there is none. The identity is on disk
   * when this returns: no two runs of a ledger have the same number.
   *
   * @throws UnknownLedgerException when there is a ledger that this version cannot go on with
   */
  static LedgerIdentity beginRun(Path folder) throws IOException {
    LedgerIdentity identity = identity(folder).nextRun();
    DurableFile.replace(
        folder.resolve(LedgerIdentity.FILE), identity.text().getBytes(StandardCharsets.US_ASCII));
    return identity;
  }

  private static LedgerIdentity identity(Path folder) throws IOException {
    try {
      return LedgerIdentity.read(folder);
    } catch (NoSuchFileException _) {
      if (Files.exists(folder.resolve("journal"))) {
        throw new UnknownLedgerException(
            folder
                + " has a journal and no identity: it is of version 0.1.0, or not whole;"
                + " serve it with that version, restore it, or use another --draw");
      }
      return LedgerIdentity.random();
    }
  }
}
