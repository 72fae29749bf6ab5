package loteria.auditor.log;

import java.nio.ByteBuffer;

/**
 * One record of an entry: a view of its 40 bytes, valid until the next entry is read.
 *
 * <pre>
 *   0      1     2    4        8       16       24       32      40
 *   | kind | end |  0 | number | first | second | digest | epoch |
 * </pre>
 */
public final class AuditedRecord {
  /** Bytes of a record. */
  static final int BYTES = 40;

  private static final int FIRST_AT = 8;
  private static final int SECOND_AT = 16;
  private static final int DIGEST_AT = 24;
  private static final int EPOCH_AT = 32;

  private final ByteBuffer bytes;
  private final int at;
  private final RecordKind kind;

  private AuditedRecord(ByteBuffer bytes, int at, RecordKind kind) {
    this.bytes = bytes;
    this.at = at;
    this.kind = kind;
  }

  /**
   * The record at an index of an entry's bytes.
   *
   * @throws OtherFormatException if this version does not define it
   */
  static AuditedRecord at(ByteBuffer bytes, int at, long position) throws OtherFormatException {
    int code = Byte.toUnsignedInt(bytes.get(at));
    RecordKind kind = RecordKind.of(code);
    if (kind == null) {
      throw new OtherFormatException(position, "a record of the unknown kind " + code);
    }
    return new AuditedRecord(bytes, at, kind);
  }

  public RecordKind kind() {
    return kind;
  }

  /** 0 for an agency that is open, 1 for one that has finished, 2 for one that was closed. */
  public int end() {
    return bytes.get(at + 1);
  }

  /** The agency, the run, the winning number, or how many agencies are sealed. */
  public int number() {
    return bytes.getInt(at + 4);
  }

  /** The id of a batch, a number of batches, a position or an offset. */
  public long first() {
    return bytes.getLong(at + FIRST_AT);
  }

  /** A number of bets or of bytes. */
  public long second() {
    return bytes.getLong(at + SECOND_AT);
  }

  /** How many rows a batch has. */
  public int rows() {
    return bytes.getInt(at + SECOND_AT);
  }

  /** How many bytes the rows of a batch have. */
  public int rowBytes() {
    return bytes.getInt(at + SECOND_AT + Integer.BYTES);
  }

  /** The digest of rows: their CRC32C in the high 32 bits, their CRC32 in the low. */
  public long digest() {
    return bytes.getLong(at + DIGEST_AT);
  }

  /** The CRC32C of winners.csv, of a draw. */
  public int winnersCrc() {
    return bytes.getInt(at + DIGEST_AT + Integer.BYTES);
  }

  /** The session's. */
  public long epoch() {
    return bytes.getLong(at + EPOCH_AT);
  }

  /** The SHA-256 of seal.csv. */
  public byte[] seal() {
    byte[] seal = new byte[BYTES - FIRST_AT];
    bytes.get(at + FIRST_AT, seal);
    return seal;
  }
}
