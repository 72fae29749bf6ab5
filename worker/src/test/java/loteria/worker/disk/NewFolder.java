package loteria.worker.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loteria.ipc.folder.DrawFolder;
import loteria.ipc.folder.FolderFiles;
import loteria.ipc.folder.LedgerIdentity;

/** A draw's folder as a supervisor would have made it. */
public final class NewFolder {
  private NewFolder() {}

  /** The files of a folder, made where there is no ledger. */
  public static FolderFiles filesOf(Path folder) throws IOException {
    if (Files.notExists(folder.resolve(LedgerIdentity.FILE))) {
      DrawFolder.make(folder);
      DrawFolder.beginRun(folder);
    }
    return FolderFiles.of(folder);
  }
}
