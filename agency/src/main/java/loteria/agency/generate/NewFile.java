package loteria.agency.generate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.settings.UsageException;

/**
 * A file that is written as a whole or not at all, and does not replace another, which might be an
 * agency's real bets. With force a regular file is replaced, but no link, device or folder.
 */
final class NewFile {
  private final Path path;
  private final boolean force;
  private final FileAccess access;

  private NewFile(Path path, boolean force, FileAccess access) {
    this.path = path;
    this.force = force;
    this.access = access;
  }

  /** The writer of the file's content. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * A file of this name.
   *
   * @param access who may use it
   * @throws UsageException if something is there that it must not replace
   */
  static NewFile at(String name, boolean force, FileAccess access) throws UsageException {
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException e) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--file '%s' is no file name in this locale (try LC_ALL=C.UTF-8): %s",
              name,
              e.getReason()));
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      boolean regular = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
      if (!regular) {
        throw new UsageException("--file '" + name + "' exists, and is no regular file");
      }
      if (!force) {
        throw new UsageException("--file '" + name + "' exists: --force replaces it");
      }
    }
    return new NewFile(path, force, access);
  }

  /** Writes the file beside its place, and then moves it there. */
  void write(Content content) throws IOException {
    Path part =
        path.resolveSibling(
            "." + path.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    OutputStream out = Channels.newOutputStream(access.create(part));
    try {
      content.writeTo(out);
      if (force) {
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
      } else {
        name(part);
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * A rename would replace a file that was created meanwhile; a link, if the file system has links,
   * does not.
   */
  private void name(Path part) throws IOException {
    try {
      Files.createLink(path, part);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException _) {
      Files.move(part, path);
    }
  }
}
