package loteria.agency.source;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowCheck;
import loteria.ipc.row.RowSplitter;
import loteria.ipc.row.RowWriter;
import org.jspecify.annotations.Nullable;

/**
 * A converter of records to stored rows that reports why a record is not a bet. Most records
 * already have the stored form after the agency's number; only the others are parsed. Used by one
 * thread.
 */
final class RowMaker {
  private static final int FIELDS = 5;
  private static final char NOT_UTF_8 = '\uFFFD';

  private final AgencyId agency;
  private final byte[] beforeRecord;
  private final RowCheck onThisDay;
  private final RowCheck onAnyDay;
  private RowCheck check;

  /** Why a record is not a bet, and the fields that the list of refused rows keeps of it. */
  record Refusal(String reason, List<String> fields) {}

  /**
   * @param today the latest valid birth date
   */
  RowMaker(AgencyId agency, LocalDate today) {
    this.agency = agency;
    this.beforeRecord = (agency + ",").getBytes(StandardCharsets.US_ASCII);
    this.onThisDay = RowCheck.of(agency, today);
    this.onAnyDay = RowCheck.of(agency, LocalDate.MAX);
    this.check = onThisDay;
  }

  /** Whether birth dates in the future are refused; not for rows that were valid on another day. */
  void judgesDays(boolean judgesDays) {
    check = judgesDays ? onThisDay : onAnyDay;
  }

  /** Appends the row of a record; if it is not a bet, appends nothing and returns why. */
  @Nullable Refusal append(Records record, RowWriter rows) {
    int start = rows.size();
    rows.write(beforeRecord, 0, beforeRecord.length, record.array(), record.from(), record.to());
    if (reason(rows, start) == null) {
      return null;
    }
    rows.truncate(start);
    List<String> fields = fields(record);
    String reason = damage(record, fields);
    reason = reason == null ? append(fields, rows) : reason;
    return reason == null ? null : new Refusal(reason, fields);
  }

  /** The fields of a record; all of it as one field if it cannot be split. */
  static List<String> fields(Records record) {
    String text = text(record);
    return record.isCut() || record.isBroken() || text.indexOf(NOT_UTF_8) >= 0
        ? List.of(text)
        : RowSplitter.fields(record.array(), record.from(), record.to());
  }

  private static @Nullable String damage(Records record, List<String> fields) {
    if (record.isCut()) {
      return "line is longer than " + Records.BYTES_MAX + " bytes";
    }
    if (fields.size() == 1 && fields.getFirst().indexOf(NOT_UTF_8) >= 0) {
      return "line is not UTF-8";
    }
    return record.isBroken() ? "line is no CSV record: its quotes do not match" : null;
  }

  private static String text(Records record) {
    int length = record.to() - record.from();
    return new String(record.array(), record.from(), length, StandardCharsets.UTF_8);
  }

  private @Nullable String append(List<String> fields, RowWriter rows) {
    if (fields.size() != FIELDS) {
      return "line has " + fields.size() + " fields, not " + FIELDS;
    }
    int start = rows.size();
    rows.write(agency, fields.get(0), fields.get(1), fields.get(2), fields.get(3), fields.get(4));
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
