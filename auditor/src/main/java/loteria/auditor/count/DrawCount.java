package loteria.auditor.count;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import loteria.auditor.log.AuditedEntry;
import loteria.auditor.log.AuditedRecord;
import loteria.auditor.log.RecordKind;
import org.jspecify.annotations.Nullable;

/**
 * What all entries of a log say together, counted from the first one. A record that breaks a rule
 * of docs/LOG-FORMAT.md is a difference, and is counted all the same. Used by one thread.
 */
public final class DrawCount {
  static final int FINISHED = 1;
  static final int CLOSED = 2;

  /** The state of a SHA-256 takes some 500 bytes: more agencies at once need too much memory. */
  static final int HASHED_AT_ONCE = 200_000;

  private final Differences differences;
  private final CountedAgencies agencies = new CountedAgencies();
  private final CRC32C crc32c = new CRC32C();
  private final CRC32 crc32 = new CRC32();
  private long batches;
  private long bets;
  private long bytes;
  private int run;
  private long followedTo;
  private long viewForcedAt;
  private boolean hasBadRows;
  private boolean isEnded;
  private boolean isIntakeClosed;
  private @Nullable Sealed sealed;
  private @Nullable Integer number;
  private @Nullable Drawn drawn;

  /**
   * The seal as the log has it.
   *
   * @param agencies how many seal.csv lists
   * @param sha256 of seal.csv, in hexadecimal digits
   */
  public record Sealed(int agencies, String sha256) {}

  /**
   * The draw as the log has it.
   *
   * @param crc32c of winners.csv
   */
  public record Drawn(int number, long winners, int crc32c) {}

  /** Takes a batch with the bytes of its rows. */
  @FunctionalInterface
  public interface BatchVisitor {
    /** The bytes have its rows from this index on, and others after the call. */
    void batch(AuditedRecord batch, byte[] bytes, int from) throws IOException;
  }

  /**
   * @param differences takes what breaks a rule
   */
  public DrawCount(Differences differences) {
    this.differences = differences;
  }

  /** Shows the batches of an entry, in their order. */
  public static void batches(AuditedEntry entry, BatchVisitor visitor) throws IOException {
    int at = entry.rowsAt();
    for (int i = 0; i < entry.records(); i++) {
      AuditedRecord record = entry.record(i);
      if (record.kind() == RecordKind.BATCH_STORED) {
        visitor.batch(record, entry.array(), at);
        at += record.rowBytes();
      }
    }
  }

  /** Counts the next entry. */
  public void take(AuditedEntry entry) throws IOException {
    if (entry.betsAt() != bytes) {
      differences.add(
          "log position %d: its rows begin at byte %d of bets.csv, those before end at byte %d",
          entry.position(), entry.betsAt(), bytes);
    }
    if (entry.isState()) {
      new StateCheck(this, differences).check(entry);
      return;
    }
    boolean areSound = EntryRows.areSound(entry);
    hasBadRows |= !areSound;
    int rowsAt = entry.rowsAt();
    for (int i = 0; i < entry.records(); i++) {
      AuditedRecord record = entry.record(i);
      isEnded = false;
      if (record.kind() == RecordKind.BATCH_STORED) {
        store(record, entry.array(), rowsAt, areSound);
        rowsAt += record.rowBytes();
      } else {
        take(record, entry.position());
      }
    }
  }

  private void store(AuditedRecord batch, byte[] rows, int rowsAt, boolean isSound)
      throws IOException {
    AgencyCount agency = agencies.of(batch.number());
    long id = batch.first();
    String place = place(agency, id);
    if (id != agency.batches() + 1) {
      differences.add("%s: it comes after batch %d", place, agency.batches());
    }
    if (agency.end() != 0) {
      differences.add("%s: it comes after the agency's end", place);
    }
    String end = drawn != null ? "the draw" : sealed != null ? "the seal" : "the closing";
    if (isIntakeClosed || sealed != null || number != null || drawn != null) {
      differences.add("%s: it comes after %s", place, end);
    }
    if (batch.epoch() < agency.epoch()) {
      differences.add("%s: it is of a session that is not the newest", place);
    }
    int length = batch.rowBytes();
    String flaw = isSound ? "" : EntryRows.flaw(batch, rows, rowsAt);
    if (!flaw.isEmpty()) {
      differences.add("%s: %s", place, flaw);
    }
    agency.open(batch.epoch());
    agency.store(id, batch.rows(), rows, rowsAt, length);
    if (agency.agency() <= HASHED_AT_ONCE) {
      agency.hash(rows, rowsAt, length);
    }
    crc32c.update(rows, rowsAt, length);
    crc32.update(rows, rowsAt, length);
    batches++;
    bets += batch.rows();
    bytes += length;
  }

  private static String place(AgencyCount agency, long batch) {
    return "log, agency " + agency.agency() + ", batch " + batch;
  }

  private void take(AuditedRecord record, long position) {
    switch (record.kind()) {
      case SESSION_OPENED -> agencies.of(record.number()).open(record.epoch());
      case AGENCY_FINISHED -> end(record, FINISHED);
      case AGENCY_CLOSED -> end(record, CLOSED);
      case INTAKE_CLOSED -> {
        require(!isIntakeClosed && drawn == null, position, "the intake was closed before");
        isIntakeClosed = true;
      }
      case SEALED -> {
        require(isIntakeClosed, position, "a seal comes before the closing");
        require(sealed == null, position, "a second seal");
        require(drawn == null, position, "a seal comes after the draw");
        sealed = sealedOf(record);
      }
      case NUMBER_DRAWN -> {
        require(sealed != null, position, "a number comes before the seal");
        require(number == null && drawn == null, position, "a second number");
        number = record.number();
      }
      case DRAWN -> {
        require(drawn == null, position, "a second draw");
        drawn = drawnOf(record);
        require(number == null || number == drawn.number, position, "the draw has another number");
      }
      case RUN_BEGUN -> {
        require(record.number() >= run, position, "a run begins after a later one");
        run = record.number();
      }
      case FOLLOWED_TO -> {
        require(record.first() > followedTo, position, "an offset comes after a later one");
        followedTo = record.first();
      }
      case VIEW_FORCED -> viewForcedAt = record.first();
      case ENDED -> isEnded = true;
      case BATCH_STORED, AGENCY_STATE, ROWS_STATE ->
          require(false, position, "a state is within a turn");
    }
  }

  private void require(boolean holds, long position, String broken) {
    if (!holds) {
      differences.add("log position %d: %s", position, broken);
    }
  }

  private void end(AuditedRecord record, int how) {
    AgencyCount agency = agencies.of(record.number());
    if (agency.end() != 0) {
      differences.add("log, agency %d: it ends twice", agency.agency());
    }
    if (record.first() != agency.batches() || record.second() != agency.bets()) {
      differences.add(
          "log, agency %d: it ends with %d batches and %d bets, counted are %d and %d",
          agency.agency(), record.first(), record.second(), agency.batches(), agency.bets());
    }
    agency.end(how);
  }

  static Sealed sealedOf(AuditedRecord record) {
    return new Sealed(record.number(), SealText.hex(record.seal()));
  }

  static Drawn drawnOf(AuditedRecord record) {
    return new Drawn(record.number(), record.first(), record.winnersCrc());
  }

  /** What was counted of an agency; null if the log has no record of it. */
  @Nullable AgencyCount find(int agency) {
    return agencies.find(agency);
  }

  /** Shows each agency with a stored batch, in the order of their numbers. */
  public void eachWithBatches(Consumer<AgencyCount> visitor) {
    agencies.eachWithBatches(visitor);
  }

  /** How many agencies have at least one stored batch. */
  public int agenciesWithBatches() {
    return agencies.withBatches();
  }

  /** How many agencies have any record. */
  int known() {
    return agencies.known();
  }

  public long batches() {
    return batches;
  }

  public long bets() {
    return bets;
  }

  /** Bytes of all rows. */
  public long bytes() {
    return bytes;
  }

  /** The digest of all rows as the log has it. */
  long digest() {
    return digest(crc32c, crc32);
  }

  static long digest(CRC32C crc32c, CRC32 crc32) {
    return (crc32c.getValue() << Integer.SIZE) | crc32.getValue();
  }

  long followedTo() {
    return followedTo;
  }

  long viewForcedAt() {
    return viewForcedAt;
  }

  /** Whether there are rows that cannot be read as bets. */
  public boolean hasBadRows() {
    return hasBadRows;
  }

  /** Whether the last record says that the server ended in order. */
  public boolean isEnded() {
    return isEnded;
  }

  /** Whether no batch counts any more. */
  public boolean isIntakeClosed() {
    return isIntakeClosed;
  }

  /** The seal of the log; null if there is none. */
  public @Nullable Sealed sealed() {
    return sealed;
  }

  /** The draw of the log; null if there is none. */
  public @Nullable Drawn drawn() {
    return drawn;
  }

  /** The number that was drawn after the seal; null if the log has none. */
  @Nullable Integer numberAfterSeal() {
    return number;
  }

  /** The winning number; null before it is known. */
  public @Nullable Integer number() {
    return number != null || drawn == null ? number : (Integer) drawn.number;
  }
}
