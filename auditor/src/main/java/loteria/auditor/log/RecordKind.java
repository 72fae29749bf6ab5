package loteria.auditor.log;

import org.jspecify.annotations.Nullable;

/** What a record of 40 bytes says; the code is its first byte. */
public enum RecordKind {
  BATCH_STORED(1),
  SESSION_OPENED(2),
  AGENCY_FINISHED(3),
  AGENCY_CLOSED(4),
  DRAWN(5),
  RUN_BEGUN(6),
  VIEW_FORCED(7),
  ENDED(8),
  AGENCY_STATE(9),
  ROWS_STATE(10),
  FOLLOWED_TO(11),
  INTAKE_CLOSED(12),
  SEALED(13),
  NUMBER_DRAWN(14);

  private static final RecordKind[] ALL = values();

  private final int code;

  RecordKind(int code) {
    this.code = code;
  }

  /** The kind of a code, 0 to 255; null if this version has none. */
  static @Nullable RecordKind of(int code) {
    return code >= 1 && code <= ALL.length && ALL[code - 1].code == code ? ALL[code - 1] : null;
  }

  /** Whether the record is about one agency. */
  boolean isOfAgency() {
    return code <= AGENCY_CLOSED.code || this == AGENCY_STATE;
  }
}
