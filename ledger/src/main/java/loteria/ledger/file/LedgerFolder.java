package loteria.ledger.file;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A folder of files that the ledger opens, makes and removes by name. */
public interface LedgerFolder {
  /** The names of all files, in order. */
  List<String> names() throws IOException;

  /**
   * Opens a file that is there.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  LedgerFile open(String name) throws IOException;

  /** Makes an empty file, in place of one that may be there, and opens it. */
  LedgerFile create(String name) throws IOException;

  /** Gives a file another name; whatever had that is gone. */
  void rename(String from, String to) throws IOException;

  /** Removes a file. */
  void remove(String name) throws IOException;

  /**
   * Which file has a name: equal for the same file alone, while it is there.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  Object identity(String name) throws IOException;

  /** Returns once the names are on disk. */
  void force() throws IOException;

  /**
   * Its files as they are on disk, past the system's cache, to be read only.
   *
   * @param name of one of them
   * @return null where that cannot be seen of this file
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  @Nullable LedgerFolder onDisk(String name) throws IOException;

  /** Free bytes on the disk, as the system reports them. */
  long room();
}
