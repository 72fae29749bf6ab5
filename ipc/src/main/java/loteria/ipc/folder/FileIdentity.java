package loteria.ipc.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Which file a path leads to, whatever it is called and holds: its device and inode. While a
 * process has the file open, no other can be given the same.
 *
 * @param path the file's
 * @param key equal for the same file
 */
public record FileIdentity(Path path, Object key) {
  /** Of the file that is there now. */
  public static FileIdentity of(Path path) throws IOException {
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    return new FileIdentity(path, Objects.requireNonNull(key, "this system tells no inodes"));
  }

  /** Written out: Java would make it when it is first called, and take 8 ms. */
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
   * Checks that the path still leads to this file. Takes some three microseconds.
   *
   * @throws FolderChangedException when it does not
   * @throws IOException when that cannot be found out
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
