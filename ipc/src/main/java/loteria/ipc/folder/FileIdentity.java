package loteria.ipc.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * The identity of the file that a path leads to, independent of name and content: its device and
 * inode. While a process has the file open, no other file can get the same identity.
 *
 * @param path the file's
 * @param key equal for the same file
 */
public record FileIdentity(Path path, Object key) {
  /** The identity of the file that is there now. */
  public static FileIdentity of(Path path) throws IOException {
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    return new FileIdentity(path, Objects.requireNonNull(key, "this system reports no inodes"));
  }

  /** Hand-written: the JDK would generate it at the first call, which takes 8 ms. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FileIdentity file && file.path.equals(path) && file.key.equals(key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  /** Whether the path still leads to this file. */
  public boolean isThere() throws IOException {
    try {
      return of(path).equals(this);
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /**
   * Checks that the path still leads to this file. Takes about three microseconds.
   *
   * @throws FolderChangedException if it does not
   * @throws IOException if the file cannot be examined
   */
  public void check() throws IOException {
    FileIdentity now;
    try {
      now = of(path);
    } catch (NoSuchFileException _) {
      throw new FolderChangedException(path + " was removed while the server runs");
    }
    if (!now.key.equals(key)) {
      throw new FolderChangedException(path + " was replaced while the server runs");
    }
  }
}
