package loteria.supervisor.certificates;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import loteria.ipc.folder.DurableFile;
import loteria.ipc.folder.FileAccess;

/**
 * The folder of an authority while one command uses it; a lock excludes every other command.
 *
 * <p>A command prepares all files that it changes in a work folder, and {@link #publish} replaces
 * them together: the work folder gets another name in one step, and from then on the change is
 * made. Then the files are moved; if that is interrupted, the next command moves the rest first.
 */
final class AuthorityFolder implements AutoCloseable {
  private static final String LOCK = ".lock";
  private static final String WORK = ".work";
  private static final String COMPLETE = ".complete";

  private final Path folder;
  private final FileChannel lock;

  private AuthorityFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Begins a new authority in a folder, which only its owner may enter. Creates the folder if it is
   * missing.
   *
   * @throws AuthorityException if the folder contains anything
   */
  static AuthorityFolder create(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new AuthorityException(folder + " is not a folder");
    }
    FileAccess.OWNER.createFolders(folder);
    checkEmpty(folder);
    // Before anything is made or removed in it: the owner alone can do this, and shuts others out.
    FileAccess.OWNER.applyTo(folder);
    AuthorityFolder created = enter(folder);
    try {
      checkEmpty(folder);
      return created;
    } catch (IOException e) {
      closeAfter(e, created);
      throw e;
    }
  }

  /**
   * Enters the folder of an authority, once no other command uses it.
   *
   * @throws AuthorityException if it is not one
   */
  static AuthorityFolder open(Path folder) throws IOException {
    if (Files.notExists(folder.resolve(Authority.STORE))
        && Files.notExists(folder.resolve(COMPLETE))) {
      throw new AuthorityException(
          folder + " has no authority: `supervisor certificates init` makes one");
    }
    return enter(folder);
  }

  /** The folder that a child process works in; it contains the files that are being prepared. */
  Path work() {
    return folder.resolve(WORK);
  }

  /** A file that is being prepared. */
  Path prepared(String name) {
    return work().resolve(name);
  }

  /** A file as the last complete command left it. */
  Path published(String name) {
    return folder.resolve(name);
  }

  /** Prepares a file that only the owner may read. */
  void writePrivate(String name, String content) throws IOException {
    write(FileAccess.OWNER, name, StandardCharsets.UTF_8.encode(content));
  }

  /** Prepares a file that is not secret. */
  void writePublic(String name, String content) throws IOException {
    write(FileAccess.EVERYBODY, name, StandardCharsets.UTF_8.encode(content));
  }

  /** Prepares a copy of a file, which only the owner may read. */
  void copyPrivate(Path from, String name) throws IOException {
    write(FileAccess.OWNER, name, ByteBuffer.wrap(Files.readAllBytes(from)));
  }

  private void write(FileAccess access, String name, ByteBuffer content) throws IOException {
    try (FileChannel channel = access.create(prepared(name))) {
      while (content.hasRemaining()) {
        channel.write(content);
      }
    }
  }

  /** Lets only the owner read a file that another program prepared. */
  void makePrivate(String name) throws IOException {
    FileAccess.OWNER.applyTo(prepared(name));
  }

  /** Lets everyone who may enter the folder read a file that another program prepared. */
  void makePublic(String name) throws IOException {
    FileAccess.EVERYBODY.applyTo(prepared(name));
  }

  /** Replaces the published files by the prepared ones: all of them, or none. */
  void publish() throws IOException {
    for (Path file : files(work())) {
      try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
    DurableFile.forceFolder(work());
    Files.move(work(), folder.resolve(COMPLETE), StandardCopyOption.ATOMIC_MOVE);
    DurableFile.forceFolder(folder);
    moveComplete();
  }

  /** Discards what was prepared and not published, and lets another command enter. */
  @Override
  public void close() throws IOException {
    try (lock) {
      discard(work());
    }
  }

  private static AuthorityFolder enter(Path folder) throws IOException {
    FileChannel lock = FileAccess.OWNER.openOrCreate(folder.resolve(LOCK));
    try {
      if (lock.lock() == null) {
        throw new AuthorityException("cannot lock " + folder);
      }
      var entered = new AuthorityFolder(folder, lock);
      entered.moveComplete();
      discard(entered.work());
      FileAccess.OWNER.createFolders(entered.work());
      return entered;
    } catch (IOException e) {
      closeAfter(e, lock);
      throw e;
    }
  }

  private void moveComplete() throws IOException {
    Path complete = folder.resolve(COMPLETE);
    if (Files.notExists(complete)) {
      return;
    }
    for (Path file : files(complete)) {
      Files.move(file, folder.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
    DurableFile.forceFolder(folder);
    Files.delete(complete);
  }

  private static void checkEmpty(Path folder) throws IOException {
    for (Path file : files(folder)) {
      String name = file.getFileName().toString();
      if (!name.equals(LOCK) && !name.equals(WORK)) {
        throw new AuthorityException(
            folder + " is not empty: it contains " + name + "; name a folder that does not exist");
      }
    }
  }

  private static void discard(Path work) throws IOException {
    if (Files.isSymbolicLink(work)) {
      throw new AuthorityException(work + " is a link: remove it");
    }
    while (Files.exists(work)) {
      for (Path file : files(work)) {
        Files.deleteIfExists(file);
      }
      try {
        Files.delete(work);
      } catch (DirectoryNotEmptyException _) {
        // The keytool of a command that was killed still writes its one file.
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static void closeAfter(IOException failure, AutoCloseable closing) {
    try {
      closing.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }
}
