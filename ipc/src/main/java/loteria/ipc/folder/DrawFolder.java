package loteria.ipc.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import loteria.ipc.log.ActionLog;

/**
 * A draw's folder as a supervisor begins to use it: the only place that makes a ledger's files, so
 * that a worker that does not find them makes no other ledger in their place. The caller holds the
 * folder's lock.
 *
 * <pre>
 * make folder → bets.csv, journal, redo, bets.lock, forced → identity, forced → start workers
 * </pre>
 *
 * <p>The identity comes last: where there is one, all the others have been on disk, and one that is
 * missing has been lost.
 */
public final class DrawFolder {
  /** The rows of all bets. */
  public static final String BETS = "bets.csv";

  /** What of them is stored. */
  public static final String JOURNAL = "journal";

  /** What was stored last, a second time. */
  public static final String REDO = "redo";

  /** What workers lock. */
  public static final String LOCK = "bets.lock";

  private static final ActionLog LOG = new ActionLog(DrawFolder.class);

  private DrawFolder() {}

  /**
   * Makes the folder and those above it where there are none, and forces its entry and that of the
   * data folder to disk: what is further up may be of a kind that cannot be forced.
   */
  public static void make(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path absolute = folder.toAbsolutePath().normalize();
    forceEntry(absolute);
    if (absolute.getParent() != null) {
      forceEntry(absolute.getParent());
    }
  }

  /** Where we may not write, nothing was made by a process of ours. */
  private static void forceEntry(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent != null && Files.isWritable(parent)) {
      DurableFile.forceFolder(parent);
    }
  }

  /**
   * Begins the ledger's next run, or makes a ledger where there is none. The identity is on disk
   * when this returns: no two runs of a ledger have the same number.
   *
   * @throws UnknownLedgerException when there is a ledger that this version cannot go on with, or a
   *     part of one
   */
  public static LedgerIdentity beginRun(Path folder) throws IOException {
    LedgerIdentity identity;
    try {
      identity = LedgerIdentity.read(folder);
      checkWhole(folder);
    } catch (NoSuchFileException _) {
      checkNew(folder);
      makeFiles(folder);
      identity = LedgerIdentity.random();
    }
    LedgerIdentity next = identity.nextRun();
    DurableFile.replace(
        folder.resolve(LedgerIdentity.FILE), next.text().getBytes(StandardCharsets.US_ASCII));
    return next;
  }

  /** Nothing is stored in the lock's file that outlives a start: it alone may be made anew. */
  private static void checkWhole(Path folder) throws IOException {
    for (String name : List.of(BETS, JOURNAL, REDO)) {
      if (Files.notExists(folder.resolve(name))) {
        throw new UnknownLedgerException(folder.resolve(name) + " is missing: " + advice(name));
      }
    }
    if (Files.notExists(folder.resolve(LOCK))) {
      LOG.warn("data", "error", folder.resolve(LOCK) + " is missing and is made anew");
      makeFile(folder.resolve(LOCK), 0);
      DurableFile.forceFolder(folder);
    }
  }

  private static String advice(String name) {
    return name.equals(REDO)
        ? "after a crash of the machine it has bets that bets.csv lacks, so restore it;"
            + " where there was none, an empty file in its place loses nothing"
        : "restore it, or the folder, from a copy";
  }

  /** A start that died here may have left files, and nothing in them. */
  private static void checkNew(Path folder) throws IOException {
    for (String name : List.of(BETS, JOURNAL, REDO)) {
      long blank = name.equals(JOURNAL) ? 1 : 0;
      Path file = folder.resolve(name);
      if (Files.exists(file) && Files.size(file) > blank) {
        throw new UnknownLedgerException(
            folder
                + " has a "
                + name
                + " and no identity: it is of version 0.1.0, or not whole;"
                + " serve it with that version, restore it, or use another --draw");
      }
    }
  }

  private static void makeFiles(Path folder) throws IOException {
    makeFile(folder.resolve(BETS), 0);
    // One blank byte: an empty journal is one that was lost.
    makeFile(folder.resolve(JOURNAL), 1);
    makeFile(folder.resolve(REDO), 0);
    makeFile(folder.resolve(LOCK), 0);
    DurableFile.forceFolder(folder);
  }

  private static void makeFile(Path file, int blankBytes) throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      channel.write(ByteBuffer.allocate(blankBytes), 0);
      channel.force(true);
    }
  }
}
