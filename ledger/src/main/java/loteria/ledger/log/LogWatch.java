package loteria.ledger.log;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import loteria.ipc.folder.FolderChangedException;
import loteria.ledger.file.LedgerFolder;

/**
 * Looks whether each segment is the file that it was when it was first seen: one that is removed or
 * replaced while a server runs has what was acknowledged. Safe for use by several threads.
 */
public final class LogWatch {
  private final LedgerFolder folder;

  /** Which file each segment is, by name; guarded by this. */
  private final Map<String, Object> segments = new HashMap<>();

  /**
   * @param folder the log's
   */
  public LogWatch(LedgerFolder folder) {
    this.folder = folder;
  }

  /**
   * Looks at every segment, and from now on at those that are new.
   *
   * @throws FolderChangedException when one is missing or another
   * @throws IOException when that cannot be found out
   */
  public synchronized void check() throws IOException {
    for (var segment : segments.entrySet()) {
      if (!identity(segment.getKey()).equals(segment.getValue())) {
        throw new FolderChangedException(
            "log segment " + segment.getKey() + " was replaced while the server runs");
      }
    }
    for (String name : folder.names()) {
      if (Segment.base(name) != null && !segments.containsKey(name)) {
        segments.put(name, folder.identity(name));
      }
    }
  }

  private Object identity(String name) throws IOException {
    try {
      return folder.identity(name);
    } catch (NoSuchFileException _) {
      throw new FolderChangedException(
          "log segment " + name + " was removed while the server runs");
    }
  }
}
