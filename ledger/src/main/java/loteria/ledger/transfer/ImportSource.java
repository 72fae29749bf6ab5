package loteria.ledger.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.LongConsumer;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FileAccess;
import loteria.ledger.commit.LedgerImport;
import loteria.ledger.file.DiskFolder;
import loteria.ledger.folder.LedgerIdentity;
import loteria.ledger.folder.MoveMarks;
import loteria.ledger.log.LogFolder;
import loteria.ledger.log.LogInspection;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.LogRecord;

/**
 * The draw's folder that is imported, which has been read once and is sound. The caller holds its
 * lock; only {@link #moved} changes anything in it.
 */
public final class ImportSource {
  private final Path folder;
  private final ImportRules rules;
  private final LedgerIdentity identity;
  private final LedgerImport reader;
  private final LedgerImport.Content content;

  private ImportSource(
      Path folder,
      ImportRules rules,
      LedgerIdentity identity,
      LedgerImport reader,
      LedgerImport.Content content) {
    this.folder = folder;
    this.rules = rules;
    this.identity = identity;
    this.reader = reader;
    this.content = content;
  }

  /**
   * Reads all of a folder's log.
   *
   * @param progress is given how many bets have been taken over, while they are
   * @throws DamagedLogException when it is damaged
   * @throws loteria.ledger.replication.NotServedException when it has moved, or is not whole
   */
  public static ImportSource read(Path folder, ImportRules rules, LongConsumer progress)
      throws IOException {
    MoveMarks.check(folder);
    LedgerIdentity identity = LedgerIdentity.read(folder);
    var log = new DiskFolder(folder.resolve(DrawLayout.LOG));
    Integer ledger = LogFolder.ledgerOf(log);
    if (ledger != null && ledger != identity.tag()) {
      throw new DamagedLogException(
          "the log is of another ledger than " + DrawLayout.IDENTITY + " says");
    }
    LedgerImport.Content content =
        new LedgerImport(findings -> new LogInspection(log, findings), _ -> {}).check();
    rules.check(content);
    var reader = new LedgerImport(findings -> new LogInspection(log, findings), progress);
    return new ImportSource(folder, rules, identity, reader, content);
  }

  Path folder() {
    return folder;
  }

  ImportRules rules() {
    return rules;
  }

  LedgerIdentity identity() {
    return identity;
  }

  /** Reads it again. */
  LedgerImport reader() {
    return reader;
  }

  LedgerImport.Content content() {
    return content;
  }

  /** How many bets it has. */
  public long bets() {
    return content.bets();
  }

  /** Whether it is a copy of a replicated log. */
  public boolean isCopy() {
    return content.state().isCopy();
  }

  LogRecord.FollowedTo followed() {
    return content.state().notes().followed();
  }

  /**
   * The id of the ledger that an import of this one makes. The same each time, unless more has been
   * recorded meanwhile: so an import that was broken off finds what it has made.
   *
   * @param target which ledger is made, in words that do not change
   */
  UUID newId(String target) {
    String words = "import of " + identity.id() + " up to " + content.end() + " into " + target;
    return UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The last step: no server begins here any more.
   *
   * @param place where the draw is now, for a person
   */
  public void moved(String place, FileAccess access) throws IOException {
    MoveMarks.moved(folder, place, access);
  }
}
