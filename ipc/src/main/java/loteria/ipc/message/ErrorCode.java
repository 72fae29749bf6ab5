package loteria.ipc.message;

/** Why a session ends with ERROR: the code on the wire, which never changes, and its meaning. */
public enum ErrorCode {
  /** The bytes are malformed: magic, type or fields. */
  MALFORMED(1),
  /** The body's CRC32C is not the header's. */
  CHECKSUM(2),
  /** The message is over the limit. */
  TOO_LARGE(3),
  /** No agency of this number takes part. */
  UNKNOWN_AGENCY(4),
  /** The draw asked for is not the current one. */
  UNKNOWN_DRAW(5),
  /** The session must begin with HELLO, and only begin with it. */
  HELLO_FIRST(6),
  /** The batch id is not the one after the last stored. */
  OUT_OF_ORDER(7),
  /** A batch of this id is stored, with other content. */
  CONTENT_CHANGED(8),
  /** The agency has finished: it cannot send more batches. */
  AGENCY_FINISHED(9),
  /** The draw has been made: no agency can send batches. */
  DRAWN(10),
  /** FINISH counts other numbers of batches or bets than are stored. */
  TOTALS_DIFFER(11),
  /** No worker can serve this now; try again later. */
  UNAVAILABLE(12),
  /** The disk is full; try again later. */
  DISK_FULL(13),
  /** The message, the first message or the next one did not arrive in time. */
  TIMEOUT(14),
  /** A newer session of the same agency has taken over. */
  SUPERSEDED(15),
  /** A row is bad: the text dialect's way to refuse a batch. */
  BAD_ROWS(16),
  /** FINISH counts correctly, but other rows than these are stored. */
  DIGEST_DIFFERS(17),
  /** The peer speaks another version of the native dialect. */
  OTHER_VERSION(18),
  /** The peer's certificate is not valid here, or is that of another agency. */
  NOT_YOURS(19),
  /** The intake of the draw has closed: no agency can send more batches. */
  CLOSED(20);

  private final int code;

  ErrorCode(int code) {
    this.code = code;
  }

  /** The code on the wire, u16. */
  public int code() {
    return code;
  }

  /** The meaning of a code; one not known here is {@link #MALFORMED}. */
  public static ErrorCode of(int code) {
    for (ErrorCode known : values()) {
      if (known.code == code) {
        return known;
      }
    }
    return MALFORMED;
  }
}
