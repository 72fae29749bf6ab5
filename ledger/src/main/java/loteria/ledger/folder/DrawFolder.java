package loteria.ledger.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.DurableFile;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.logging.ActionLog;
import loteria.ledger.file.DiskFolder;
import loteria.ledger.log.LogFolder;
import org.jspecify.annotations.Nullable;

/**
 * A draw's folder as a supervisor begins to use it: the only place that makes a ledger, so that a
 * worker that does not find one makes no other in its place. The caller holds the folder's lock.
 *
 * <pre>
 * make folder → log, bets.csv, bets.lock, forced → identity, forced → start workers
 * </pre>
 *
 * <p>The identity comes last: where there is one, all the others have been on disk, and one that is
 * missing has been lost.
 */
public final class DrawFolder {
  /** What version 0.1.0 and those that led from it to this one had instead of the log. */
  private static final List<String> FORMER = List.of("journal", "redo");

  private static final ActionLog CONSOLE = new ActionLog(DrawFolder.class);

  private DrawFolder() {}

  /**
   * Makes the folder and those above it where there are none, and forces its entry and that of the
   * data folder to disk: what is further up may be of a kind that cannot be forced.
   *
   * @param access who may use the folders that are made
   */
  public static void make(Path folder, FileAccess access) throws IOException {
    access.createFolders(folder);
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

  /** A folder's ledger, and its newest run; null where there is none that can be read. */
  public static @Nullable LedgerIdentity newestRun(Path folder) {
    try {
      return LedgerIdentity.read(folder);
    } catch (IOException _) {
      // What begins the run says why.
      return null;
    }
  }

  /**
   * Begins the ledger's next run, or makes a ledger where there is none. The identity is on disk
   * when this returns: no two runs of a ledger have the same number.
   *
   * @param access who may use the files that are made, but for the lock's
   * @throws UnknownLedgerException when there is a ledger that this version cannot continue, or a
   *     part of one
   */
  public static LedgerIdentity beginRun(Path folder, FileAccess access) throws IOException {
    LedgerIdentity before = before(folder, access);
    return begin(folder, access, (before == null ? LedgerIdentity.random() : before).nextRun());
  }

  /**
   * Begins a run of the copy of a replicated log, or makes a copy where there is none.
   *
   * @param run what the replicated log says: which ledger it is, and which run
   * @throws UnknownLedgerException when there is another ledger
   */
  public static LedgerIdentity beginRun(Path folder, FileAccess access, LedgerIdentity run)
      throws IOException {
    LedgerIdentity before = before(folder, access);
    if (before != null) {
      checkSame(folder, before, run);
    }
    if (before != null && before.run() >= run.run()) {
      throw new UnknownLedgerException(
          folder
              + " has run "
              + before.run()
              + ", the replicated log says that this is run "
              + run.run()
              + ": it has lost messages");
    }
    return begin(folder, access, run);
  }

  /**
   * Begins a run of the copy of a replicated log at a server that follows it, or makes a copy.
   *
   * @param run which ledger it is, and a run that it is not before
   * @throws UnknownLedgerException when there is another ledger
   */
  public static LedgerIdentity beginToFollow(Path folder, FileAccess access, LedgerIdentity run)
      throws IOException {
    LedgerIdentity before = before(folder, access);
    if (before == null) {
      return begin(folder, access, run);
    }
    checkSame(folder, before, run);
    return begin(
        folder, access, new LedgerIdentity(run.id(), Math.max(run.run(), before.nextRun().run())));
  }

  private static void checkSame(Path folder, LedgerIdentity before, LedgerIdentity run)
      throws UnknownLedgerException {
    if (!before.id().equals(run.id())) {
      throw new UnknownLedgerException(
          folder
              + " has ledger "
              + before.id()
              + ", the replicated log is that of ledger "
              + run.id()
              + ": use another --draw, or another --data, which is filled from the log");
    }
  }

  /** The ledger that is there; null where files were made for a new one. */
  private static @Nullable LedgerIdentity before(Path folder, FileAccess access)
      throws IOException {
    checkVersion(folder);
    try {
      LedgerIdentity identity = LedgerIdentity.read(folder);
      checkWhole(folder, access);
      return identity;
    } catch (NoSuchFileException _) {
      checkNew(folder);
      makeFiles(folder, access);
      return null;
    }
  }

  private static LedgerIdentity begin(Path folder, FileAccess access, LedgerIdentity run)
      throws IOException {
    DurableFile.replace(
        folder.resolve(DrawLayout.IDENTITY),
        run.text().getBytes(StandardCharsets.US_ASCII),
        access);
    return run;
  }

  private static void checkVersion(Path folder) throws IOException {
    for (String name : FORMER) {
      if (Files.exists(folder.resolve(name))) {
        throw new UnknownLedgerException(
            folder.resolve(name)
                + " is of an earlier version: serve this draw with that one, or use another"
                + " --draw");
      }
    }
  }

  /** Only the log cannot be made again: bets.csv is written from it, and the lock is empty. */
  private static void checkWhole(Path folder, FileAccess access) throws IOException {
    Path log = folder.resolve(DrawLayout.LOG);
    List<Path> needed = Files.exists(log) ? LogFolder.files(log) : List.of(log);
    for (Path file : needed) {
      if (Files.notExists(file)) {
        throw new UnknownLedgerException(
            file + " is missing: restore it, or the folder, from a copy");
      }
    }
    makeAgain(folder, DrawLayout.BETS, access);
    makeAgain(folder, DrawLayout.BETS_LOCK, FileAccess.OWNER);
  }

  private static void makeAgain(Path folder, String name, FileAccess access) throws IOException {
    if (Files.notExists(folder.resolve(name))) {
      CONSOLE.warn("data", "error", folder.resolve(name) + " is missing and is made again");
      makeFile(folder.resolve(name), access);
      DurableFile.forceFolder(folder);
    }
  }

  /** A start that died here may have left files, and nothing in them. */
  private static void checkNew(Path folder) throws IOException {
    Path bets = folder.resolve(DrawLayout.BETS);
    Path log = folder.resolve(DrawLayout.LOG);
    boolean hasBets = Files.exists(bets) && Files.size(bets) > 0;
    boolean hasLog = Files.exists(log) && LogFolder.isBegun(new DiskFolder(log));
    if (hasBets || hasLog) {
      throw new UnknownLedgerException(
          folder
              + " has "
              + (hasLog ? "a log" : DrawLayout.BETS)
              + " and no identity: it is not whole; restore it, or use another --draw");
    }
  }

  /** Makes what a ledger has before its first run, but for the identity, and forces it to disk. */
  public static void makeFiles(Path folder, FileAccess access) throws IOException {
    access.createFolders(folder.resolve(DrawLayout.LOG));
    LogFolder.make(new DiskFolder(folder.resolve(DrawLayout.LOG), access));
    makeFile(folder.resolve(DrawLayout.BETS), access);
    makeFile(folder.resolve(DrawLayout.BETS_LOCK), FileAccess.OWNER);
    DurableFile.forceFolder(folder);
  }

  private static void makeFile(Path file, FileAccess access) throws IOException {
    try (FileChannel channel = access.openOrCreate(file)) {
      channel.force(true);
    }
  }
}
