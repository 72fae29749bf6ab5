package loteria.ledger.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.DurableFile;
import loteria.ipc.folder.FileAccess;
import loteria.ledger.replication.NotServedException;

/**
 * The files in a draw's folder that keep servers from it: {@code moved}, where its ledger has been
 * imported elsewhere; and {@code import}, while it has no identity, where an import into it has not
 * ended. The caller holds the folder's lock.
 */
public final class MoveMarks {
  private MoveMarks() {}

  /**
   * Checks that a server may begin on a folder.
   *
   * @throws NotServedException when the draw has moved, or an import has not ended
   */
  public static void check(Path folder) throws IOException {
    Path moved = folder.resolve(DrawLayout.MOVED);
    if (Files.exists(moved)) {
      throw new NotServedException(
          "the draw in "
              + folder
              + " has moved to "
              + Files.readString(moved).strip()
              + ": serve it there");
    }
    if (isImportBroken(folder)) {
      throw new NotServedException(
          "an import into " + folder + " did not end: import again, or remove the folder");
    }
  }

  /** Whether an import has begun here and not ended. */
  public static boolean isImportBroken(Path folder) {
    return Files.exists(folder.resolve(DrawLayout.IMPORT))
        && Files.notExists(folder.resolve(DrawLayout.IDENTITY));
  }

  /** Notes that an import begins here. */
  public static void importBegins(Path folder, Path source, FileAccess access) throws IOException {
    write(folder.resolve(DrawLayout.IMPORT), source.toString(), access);
  }

  /** Notes that the import is complete; the folder has its identity. */
  public static void importEnded(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(DrawLayout.IMPORT));
    DurableFile.forceFolder(folder);
  }

  /**
   * Notes where a draw has moved to.
   *
   * @param place for a person
   */
  public static void moved(Path folder, String place, FileAccess access) throws IOException {
    write(folder.resolve(DrawLayout.MOVED), place, access);
  }

  private static void write(Path file, String text, FileAccess access) throws IOException {
    DurableFile.replace(file, (text + "\n").getBytes(StandardCharsets.UTF_8), access);
  }
}
