package loteria.ledger.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.row.Sha256;
import loteria.ledger.Ledger;
import loteria.ledger.commit.LedgerOpening;
import loteria.ledger.commit.LogComparison;
import loteria.ledger.file.ChannelFile;
import loteria.ledger.file.DiskFolder;
import loteria.ledger.file.ProcessLock;
import loteria.ledger.file.ReadableFile;
import loteria.ledger.log.FileLog;
import loteria.ledger.log.Log;
import loteria.ledger.log.LogFolder;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.SharedLog;
import loteria.ledger.verify.Export;
import loteria.ledger.verify.SoundLog;
import loteria.ledger.verify.Verification;
import loteria.ledger.verify.VerificationResult;
import loteria.ledger.view.BetsView;
import org.jspecify.annotations.Nullable;

/** A draw's folder, opened as a ledger or to be verified. */
public final class DrawLedger {
  private DrawLedger() {}

  /** Opens a draw's ledger whose files are all there is. */
  public static Ledger open(
      FolderFiles files,
      FileAccess access,
      int agencies,
      LedgerIdentity identity,
      Ledger.Events events)
      throws IOException {
    return open(files, access, agencies, identity, null, events);
  }

  /**
   * Opens a draw's ledger, recovers what a crash left there, if this is the first process of its
   * run, and begins to serve.
   *
   * @param files those that the server began with
   * @param access who may use the segments that are created
   * @param agencies how many take part, ids from 1
   * @param identity which ledger it is, and which run
   * @param shared the replicated log that it is a copy of; null where the files are all there is
   * @throws loteria.ipc.folder.FolderChangedException when other files are there now
   * @throws loteria.ledger.state.DamagedLogException when something is damaged that was known to be
   *     on disk
   */
  public static Ledger open(
      FolderFiles files,
      FileAccess access,
      int agencies,
      LedgerIdentity identity,
      @Nullable SharedLog shared,
      Ledger.Events events)
      throws IOException {
    Path folder = files.folder();
    ProcessLock lock = ProcessLock.open(folder.resolve(DrawLayout.BETS_LOCK), files::checkLock);
    var logFolder = new DiskFolder(folder.resolve(DrawLayout.LOG), access);
    FileLog log =
        shared == null
            ? FileLog.in(logFolder, lock, identity.tag(), identity.run())
            : FileLog.copyIn(logFolder, lock, identity.tag(), identity.run());
    try {
      var view = new BetsView(ChannelFile.open(folder.resolve(DrawLayout.BETS)));
      // Only now: what is checked here cannot be others than those that have been opened.
      files.check();
      return shared == null
          ? LedgerOpening.open(log, view, agencies, lock::times, events)
          : LedgerOpening.open(
              log,
              view,
              agencies,
              lock::times,
              shared::open,
              identity.tag(),
              shared.follows(),
              events);
    } catch (IOException e) {
      log.close();
      throw e;
    }
  }

  /**
   * Shows the entries of the segments that begin in a range of a draw's log. Each is checked.
   *
   * @param from the range's first position
   * @param to the position behind it
   * @param end the log's end: entries behind it are not shown
   * @throws loteria.ledger.state.DamagedLogException when an entry is not whole
   */
  public static void scan(Path folder, long from, long to, long end, Log.Visitor visitor)
      throws IOException {
    LogFolder.scan(new DiskFolder(folder.resolve(DrawLayout.LOG)), from, to, end, visitor);
  }

  /** Shows all entries of a draw's log, from its beginning to where it ends now. */
  public static void inspect(Path folder, Log.Visitor visitor) throws IOException {
    LogFolder.readAll(new DiskFolder(folder.resolve(DrawLayout.LOG)), visitor);
  }

  /**
   * Shows all entries of a draw's log, also while a server uses it. Each is checked.
   *
   * @throws loteria.ledger.state.DamagedLogException when something is damaged: what is behind it
   *     is not shown
   */
  public static void read(Path folder, Log.Visitor visitor) throws IOException {
    SoundLog.read(new DiskFolder(folder.resolve(DrawLayout.LOG)), visitor);
  }

  /** The draw that is recorded in a draw's log; null where none is made yet. */
  public static @Nullable DrawRecord draw(Path folder) throws IOException {
    return LogFolder.draw(new DiskFolder(folder.resolve(DrawLayout.LOG)));
  }

  /**
   * Writes the rows of all bets to a file, as the log has them, also while a server uses it. What
   * had that name before is there until all of it is on disk.
   *
   * @param to bets.csv of the folder, while no server uses it; or any other file
   * @param access who may use the file
   * @return how many bytes it has
   * @throws loteria.ledger.state.DamagedLogException when something is damaged: then nothing was
   *     replaced
   */
  public static long export(Path folder, Path to, FileAccess access) throws IOException {
    Path parent = to.toAbsolutePath().getParent();
    Path name = to.getFileName();
    if (parent == null || name == null) {
      throw new IOException(to + " is no file");
    }
    return Export.write(
        new DiskFolder(folder.resolve(DrawLayout.LOG)),
        new DiskFolder(parent, access),
        name.toString());
  }

  /**
   * Verifies a draw's files, also while a server uses them.
   *
   * @throws java.nio.file.NoSuchFileException when there is no draw
   * @throws IOException when a file cannot be read
   */
  public static VerificationResult verify(Path folder) throws IOException {
    return verify(folder, null);
  }

  /**
   * The same; with a seal, also whether what is stored is what was sealed with it, and the winners
   * are all bets on the number drawn and only those.
   *
   * @param seal SHA-256 of seal.csv, as it was published; null where it is not to be looked at
   */
  public static VerificationResult verify(Path folder, @Nullable Sha256 seal) throws IOException {
    var log = new DiskFolder(folder.resolve(DrawLayout.LOG));
    try (ReadableFile bets = openIfThere(folder.resolve(DrawLayout.BETS))) {
      return Verification.verify(
          folder.toString(),
          log,
          bets,
          () -> openIfThere(folder.resolve(DrawLayout.WINNERS)),
          new Verification.SealToCheck(() -> openIfThere(folder.resolve(DrawLayout.SEAL)), seal),
          identityProblems(folder, log));
    }
  }

  /**
   * Folds a replicated log from its beginning and compares it with the copy in a folder.
   *
   * @return how many messages the copy has: up to there they say the same
   * @throws loteria.ledger.state.DamagedLogException when they do not
   * @throws IOException when either cannot be read
   */
  public static long compare(Path folder, SharedLog shared) throws IOException {
    LedgerIdentity identity = LedgerIdentity.read(folder);
    try (ReplicatedLog log = shared.open()) {
      return LogComparison.compare(
          new DiskFolder(folder.resolve(DrawLayout.LOG)), log, identity.tag());
    }
  }

  /** What is wrong with the ledger's identity, or with it and the log together. */
  private static List<String> identityProblems(Path folder, DiskFolder log) throws IOException {
    try {
      LedgerIdentity identity = LedgerIdentity.read(folder);
      Integer ledger = LogFolder.ledgerOf(log);
      return ledger == null || ledger == identity.tag()
          ? List.of()
          : List.of("the log is of another ledger than " + DrawLayout.IDENTITY + " says");
    } catch (NoSuchFileException e) {
      return List.of(e.getMessage() + " is missing");
    } catch (UnknownLedgerException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable ReadableFile openIfThere(Path file) throws IOException {
    return Files.isRegularFile(file) ? ChannelFile.openToRead(file) : null;
  }
}
