package loteria.agency.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import loteria.ipc.bet.AgencyId;
import loteria.ipc.bet.RowCheck;
import loteria.ipc.bet.RowWriter;
import loteria.ipc.bet.Rows;
import org.jspecify.annotations.Nullable;

/**
 * An agency's file, read as a stream: {@code first name,last name,document,birth date,number}, no
 * header, UTF-8, any line ends.
 *
 * <p>Every record of it is a row that is handed out, or it is noted as refused; only empty lines
 * are passed over. Most records already are what is stored, behind the agency's number: only the
 * others are taken apart. Used by one thread.
 */
public final class BetFile implements RowSource, AutoCloseable {
  private static final int FIELDS = 5;
  private static final char NOT_UTF_8 = '\uFFFD';

  private final Records records;
  private final long bytes;
  private final byte[] agency;
  private final RowCheck check;
  private final RefusedRows refused;

  private BetFile(
      Records records, long bytes, AgencyId agency, LocalDate today, RefusedRows refused) {
    this.records = records;
    this.bytes = bytes;
    this.agency = (agency + ",").getBytes(StandardCharsets.US_ASCII);
    this.check = RowCheck.of(agency, today);
    this.refused = refused;
  }

  /**
   * Opens a file.
   *
   * @param today no birth date may be later
   * @param refused where records that are no bets are noted, and known from
   */
  public static BetFile open(Path file, AgencyId agency, LocalDate today, RefusedRows refused)
      throws IOException {
    long bytes = Files.size(file);
    return new BetFile(Records.open(file), bytes, agency, today, refused);
  }

  @Override
  public long next(RowWriter rows) throws IOException {
    while (records.next()) {
      boolean blank = records.from() == records.to();
      if (!blank && !refused.contains(records.number()) && append(rows)) {
        return records.number();
      }
    }
    return NONE;
  }

  /**
   * Passes over good rows.
   *
   * @return how many there were, {@code count} at most
   */
  public long skip(long count) throws IOException {
    var row = new RowWriter(RowCheck.ROW_BYTES_MAX);
    for (long skipped = 0; skipped < count; skipped++) {
      row.truncate(0);
      if (next(row) == NONE) {
        return skipped;
      }
    }
    return count;
  }

  /** How many bytes the file had when it was opened. */
  public long bytes() {
    return bytes;
  }

  /** How many bytes have been read. */
  public long bytesRead() {
    return records.bytesRead();
  }

  @Override
  public void close() throws IOException {
    records.close();
  }

  private boolean append(RowWriter rows) throws IOException {
    int start = rows.size();
    rows.write(agency, 0, agency.length, records.array(), records.from(), records.to());
    if (reason(rows, start) == null) {
      return true;
    }
    rows.truncate(start);
    return appendTakenApart(rows);
  }

  private boolean appendTakenApart(RowWriter rows) throws IOException {
    int length = records.to() - records.from();
    String record = new String(records.array(), records.from(), length, StandardCharsets.UTF_8);
    List<String> fields = List.of(record);
    String reason;
    if (records.isCut()) {
      reason = "line is longer than " + Records.BYTES_MAX + " bytes";
    } else if (record.indexOf(NOT_UTF_8) >= 0) {
      reason = "line is not UTF-8";
    } else if (records.isBroken()) {
      reason = "line is no CSV record: its quotes do not match";
    } else {
      fields = Rows.fields(records.array(), records.from(), records.to());
      reason = append(fields, rows);
    }
    if (reason != null) {
      refused.add(records.number(), reason, fields);
    }
    return reason == null;
  }

  private @Nullable String append(List<String> fields, RowWriter rows) {
    if (fields.size() != FIELDS) {
      return "line has " + fields.size() + " fields, not " + FIELDS;
    }
    int start = rows.size();
    rows.write(
        new String(agency, 0, agency.length - 1, StandardCharsets.US_ASCII),
        fields.get(0),
        fields.get(1),
        fields.get(2),
        fields.get(3),
        fields.get(4));
    String reason = reason(rows, start);
    if (reason != null) {
      rows.truncate(start);
    }
    return reason;
  }

  private @Nullable String reason(RowWriter rows, int start) {
    return check.reason(rows.bytes(), start, rows.size());
  }
}
