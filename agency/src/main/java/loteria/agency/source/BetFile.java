package loteria.agency.source;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import loteria.ipc.bet.AgencyId;
import loteria.ipc.bet.RowCheck;
import loteria.ipc.bet.RowWriter;
import org.jspecify.annotations.Nullable;

/**
 * An agency's file, read as a stream: {@code first name,last name,document,birth date,number}, no
 * header, UTF-8, LF or CRLF.
 *
 * <p>A line is a record: no bet has a line end inside a field, and so a stray quote spoils its own
 * line and no other. A line that is no bet is noted as refused and passed over. Most lines already
 * are what is stored, behind the agency's number: only the others are taken apart. Used by one
 * thread.
 */
public final class BetFile implements RowSource, AutoCloseable {
  private static final int FIELDS = 5;
  private static final char NOT_UTF_8 = '\uFFFD';

  private final Lines lines;
  private final long bytes;
  private final byte[] agency;
  private final RowCheck check;
  private final RefusedRows refused;

  private BetFile(Lines lines, long bytes, AgencyId agency, LocalDate today, RefusedRows refused) {
    this.lines = lines;
    this.bytes = bytes;
    this.agency = (agency + ",").getBytes(StandardCharsets.US_ASCII);
    this.check = RowCheck.of(agency, today);
    this.refused = refused;
  }

  /**
   * Opens a file.
   *
   * @param today no birth date may be later
   * @param refused where lines that are no bets are noted, and known from
   */
  public static BetFile open(Path file, AgencyId agency, LocalDate today, RefusedRows refused)
      throws IOException {
    long bytes = Files.size(file);
    return new BetFile(new Lines(Files.newInputStream(file)), bytes, agency, today, refused);
  }

  @Override
  public long next(RowWriter rows) throws IOException {
    while (lines.next()) {
      boolean blank = lines.from() == lines.to();
      if (!blank && !refused.contains(lines.number()) && append(rows)) {
        return lines.number();
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
    return lines.bytesRead();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private boolean append(RowWriter rows) throws IOException {
    int start = rows.size();
    rows.write(agency, 0, agency.length, lines.array(), lines.from(), lines.to());
    if (reason(rows, start) == null) {
      return true;
    }
    rows.truncate(start);
    return appendTakenApart(rows);
  }

  private boolean appendTakenApart(RowWriter rows) throws IOException {
    int length = lines.to() - lines.from();
    String line = new String(lines.array(), lines.from(), length, StandardCharsets.UTF_8);
    List<String> fields = List.of(line);
    String reason;
    if (lines.isCut()) {
      reason = "line is longer than " + Lines.BYTES_MAX + " bytes";
    } else if (line.indexOf(NOT_UTF_8) >= 0) {
      reason = "line is not UTF-8";
    } else {
      try {
        CsvRecord record = CsvReader.builder().allowUnclosedQuote(false).ofSingleCsvRecord(line);
        fields = record.getFields();
        reason = append(fields, rows);
      } catch (CsvParseException _) {
        reason = "line is no CSV record: its quotes do not match";
      }
    }
    if (reason != null) {
      refused.add(lines.number(), reason, fields);
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
