package loteria.ledger.log;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import loteria.ipc.folder.FolderChangedException;
import loteria.ledger.file.LedgerFolder;

/**
 * Looks whether each segment, and the mark, is the file that it was when it was first seen: one
 * that is removed or replaced while a server runs has what was acknowledged. Safe for use by
 * several threads.
 */
public final class LogWatch {
  private final LedgerFolder folder;

  /** Which file each is, by name; guarded by this. */
  private final Map<String, Object> files = new HashMap<>();

  /**
   * @param folder the log's
   */
  public LogWatch(LedgerFolder folder) {
    this.folder = folder;
  }

  /**
   * Looks at every file, and from now on at those that are new.
   *
   * @throws FolderChangedException when one is missing or another
   * @throws IOException when that cannot be found out
   */
  public synchronized void check() throws IOException {
    for (var file : files.entrySet()) {
      if (!identity(file.getKey()).equals(file.getValue())) {
        throw new FolderChangedException(
            "the log's file " + file.getKey() + " was replaced while the server runs");
      }
    }
    for (String name : folder.names()) {
      if (isOfLog(name) && !files.containsKey(name)) {
        files.put(name, folder.identity(name));
      }
    }
  }

  private static boolean isOfLog(String name) {
    return Segment.base(name) != null || name.equals(LogMark.NAME);
  }

  private Object identity(String name) throws IOException {
    try {
      return folder.identity(name);
    } catch (NoSuchFileException _) {
      throw new FolderChangedException(
          "the log's file " + name + " was removed while the server runs");
    }
  }
}
