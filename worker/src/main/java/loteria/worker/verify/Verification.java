package loteria.worker.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import loteria.ipc.wire.Coordination.DrawRecord;
import loteria.ipc.wire.Limits;
import loteria.worker.ledger.JournalRecord.BatchStored;
import loteria.worker.ledger.JournalRecord.Entry;
import loteria.worker.ledger.LedgerReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads all files of a draw from beginning to end and checks everything that can be checked. Holds
 * one batch at a time.
 *
 * <p>Works while the server does: first it reads how much was known to be on disk, and only there
 * is damage damage. What is torn behind that mark may be what a crash left, or a batch that is
 * being appended at this moment; it is told, and nothing is wrong with it.
 */
public final class Verification {
  /** No batch is longer: what the text dialect brings grows by quotes alone. */
  private static final int BATCH_BYTES_MAX = 4 * Limits.REQUEST_BYTES_MAX;

  private static final int READ_BYTES = 64 << 10;

  private final LedgerReader ledger;
  private final Problems problems = new Problems();
  private final Audit audit = new Audit();
  private final RowAudit rowAudit = new RowAudit();
  private final List<String> torn = new ArrayList<>();
  private byte[] rows = new byte[READ_BYTES];

  private Verification(LedgerReader ledger) {
    this.ledger = ledger;
  }

  /**
   * Verifies a draw.
   *
   * @param folder {@code <data>/<draw>}
   * @throws IOException when a file is missing or cannot be read
   */
  public static Report verify(Path folder) throws IOException {
    try (var ledger = LedgerReader.open(folder)) {
      var verification = new Verification(ledger);
      int mark = ledger.forcedMark();
      verification.readRecords(mark);
      verification.checkWinners(folder.resolve("winners.csv"));
      return Report.of(
          folder,
          mark,
          ledger.recordsToRedo(),
          verification.audit,
          verification.torn,
          verification.problems);
    }
  }

  private void readRecords(int mark) throws IOException {
    int places = ledger.places();
    int sequence = 0;
    List<String> wrong = List.of();
    for (; sequence < places; sequence++) {
      Entry entry = ledger.entryAt(sequence);
      wrong = wrong(entry);
      if (!wrong.isEmpty() && sequence >= mark) {
        break;
      }
      take(entry, wrong);
    }
    if (sequence < mark) {
      problems.add(
          String.format(
              Locale.ROOT,
              "journal ends after %d records, but %d were known to be on disk",
              sequence,
              mark));
    }
    noteTorn(sequence, places, wrong);
  }

  private List<String> wrong(@Nullable Entry entry) throws IOException {
    List<String> wrong = new ArrayList<>(2);
    String contradiction = entry == null ? null : audit.contradiction(entry.fact());
    if (contradiction != null) {
      wrong.add(contradiction);
    }
    String damage = ledger.damage(entry, true);
    if (damage != null) {
      wrong.add(damage);
    }
    return wrong;
  }

  private void take(@Nullable Entry entry, List<String> wrong) throws IOException {
    int sequence = audit.records();
    wrong.forEach(why -> problems.add(sequence, "was known to be on disk, but " + why));
    if (entry == null) {
      audit.lost();
      return;
    }
    audit.take(entry.fact());
    if (wrong.isEmpty() && entry.fact() instanceof BatchStored batch) {
      checkRows(sequence, batch);
    }
  }

  private void checkRows(int sequence, BatchStored batch) throws IOException {
    if (batch.length() > BATCH_BYTES_MAX) {
      problems.add(sequence, "its rows are longer than any batch's: " + batch.length() + " bytes");
      return;
    }
    if (rows.length < batch.length()) {
      rows = new byte[BATCH_BYTES_MAX];
    }
    ledger.rows(batch, rows);
    String problem = rowAudit.problem(batch, rows);
    if (problem != null) {
      problems.add(
          sequence,
          String.format(
              Locale.ROOT, "bets.csv bytes %d to %d: %s", batch.from(), batch.to(), problem));
    }
  }

  /** Tells what is written behind the last record that counts. */
  private void noteTorn(int end, int places, List<String> wrong) throws IOException {
    for (int sequence = end; sequence < places; sequence++) {
      if (!ledger.isBlank(sequence)) {
        String why = sequence == end ? wrong.getFirst() : "is behind the last record's end";
        torn.add(Problems.place(sequence) + ": " + why);
        break;
      }
    }
    long behind = ledger.betsBytes() - audit.committedBytes();
    if (behind > 0) {
      torn.add(
          String.format(
              Locale.ROOT, "bets.csv from byte %d: %d bytes", audit.committedBytes(), behind));
    }
  }

  private void checkWinners(Path file) throws IOException {
    DrawRecord draw = audit.draw();
    if (draw == null) {
      return;
    }
    if (!Files.exists(file)) {
      problems.add("winners.csv is missing, though the draw is made");
      return;
    }
    var crc = new CRC32C();
    long lines = 0;
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var buffer = ByteBuffer.allocate(READ_BYTES);
      while (channel.read(buffer.clear()) >= 0) {
        for (int i = 0; i < buffer.position(); i++) {
          lines += buffer.get(i) == '\n' ? 1 : 0;
        }
        crc.update(buffer.flip());
      }
    }
    if (lines != draw.winners()) {
      problems.add(
          String.format(
              Locale.ROOT,
              "winners.csv has %d lines, the journal %d winners",
              lines,
              draw.winners()));
    }
    if ((int) crc.getValue() != draw.crc32c()) {
      problems.add("winners.csv has another checksum than the journal says");
    }
  }
}
