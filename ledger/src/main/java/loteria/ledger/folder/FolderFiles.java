package loteria.ledger.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FileIdentity;
import loteria.ipc.folder.FolderChangedException;
import loteria.ledger.file.DiskFolder;
import loteria.ledger.log.LogWatch;

/**
 * The files of a draw's folder as the very files that a server began with. The supervisor holds
 * each of them open, so that none that replaces it can have its inode. Any thread may check.
 */
public final class FolderFiles implements AutoCloseable {
  private static final List<String> NAMES =
      List.of(DrawLayout.IDENTITY, DrawLayout.BETS_LOCK, DrawLayout.BETS, DrawLayout.LOG);

  /** How many of them, from the first, are files; the last is the log's folder. */
  private static final int FILES = 3;

  /** How many of them, from the first, decide whether the process that holds the lock may write. */
  private static final int WITH_LOCK = 2;

  private final Path folder;
  private final List<FileIdentity> files;
  private final List<FileChannel> held;
  private final LogWatch segments;

  private FolderFiles(Path folder, List<FileIdentity> files, List<FileChannel> held) {
    this.folder = folder;
    this.files = files;
    this.held = held;
    this.segments = new LogWatch(new DiskFolder(folder.resolve(DrawLayout.LOG)));
  }

  /**
   * Those that are there now, held open until closed.
   *
   * @throws IOException when one is missing, or may not be read and written
   */
  public static FolderFiles hold(Path folder) throws IOException {
    List<FileChannel> held = new ArrayList<>();
    try {
      for (String name : NAMES.subList(0, FILES)) {
        held.add(
            FileChannel.open(
                folder.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE));
      }
      return new FolderFiles(folder, identities(folder), held);
    } catch (IOException e) {
      close(held);
      throw e;
    }
  }

  /**
   * Those that are there now.
   *
   * @throws FolderChangedException when one is missing
   */
  public static FolderFiles of(Path folder) throws IOException {
    return new FolderFiles(folder, identities(folder), List.of());
  }

  private static List<FileIdentity> identities(Path folder) throws IOException {
    List<FileIdentity> files = new ArrayList<>();
    for (String name : NAMES) {
      try {
        files.add(FileIdentity.of(folder.resolve(name)));
      } catch (NoSuchFileException _) {
        throw new FolderChangedException(folder.resolve(name) + " is missing");
      }
    }
    return List.copyOf(files);
  }

  /** Where they are. */
  public Path folder() {
    return folder;
  }

  /** How many bytes more their disk has room for. */
  public long roomBytes() {
    return folder.toFile().getUsableSpace();
  }

  /** Says in one word which files these are, for {@link #checkSame} in another process. */
  public String fingerprint() {
    return files.stream().map(file -> file.key().toString()).collect(Collectors.joining());
  }

  /**
   * Checks that these are the files that another process began with.
   *
   * @param ledger its ledger's id
   * @param fingerprint what it says of its files
   * @throws FolderChangedException when they are not
   * @throws IOException when that cannot be found out
   */
  public FolderFiles checkSame(String ledger, String fingerprint) throws IOException {
    String there = LedgerIdentity.read(folder).id().toString();
    if (!there.equals(ledger)) {
      throw new FolderChangedException(
          folder + " has ledger " + there + ", the server began with " + ledger);
    }
    if (!fingerprint.equals(fingerprint())) {
      throw new FolderChangedException(
          "the files in " + folder + " are not those that the server began with");
    }
    return this;
  }

  /** Checks that every path leads to its file. */
  public void check() throws IOException {
    for (FileIdentity file : files) {
      file.check();
    }
    segments.check();
  }

  /**
   * Checks that a lock that was just taken is the one that all others take, and that no later
   * server has begun on the folder, or another been put in its place.
   */
  public void checkLock() throws IOException {
    for (int i = 0; i < WITH_LOCK; i++) {
      files.get(i).check();
    }
  }

  @Override
  public void close() throws IOException {
    close(held);
  }

  private static void close(List<FileChannel> held) throws IOException {
    for (FileChannel channel : held) {
      channel.close();
    }
  }
}
