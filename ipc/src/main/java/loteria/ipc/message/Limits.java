package loteria.ipc.message;

/** The sizes that both ends of a connection rely on, in bytes unless the name says otherwise. */
public final class Limits {
  /** A native frame's header. */
  public static final int HEADER_BYTES = 12;

  /** The longest body of a request, and the longest payload of a text message. */
  public static final int REQUEST_BYTES_MAX = 1 << 20;

  /** The longest body of a reply: REFUSED with the most rows that it can name. */
  public static final int REPLY_BYTES_MAX = 2 << 20;

  /** The longest body of a message on the coordinator socket: a REPORT of a million agencies. */
  public static final int COORDINATION_BYTES_MAX = 64 << 20;

  /** The most winners that a SCANNED names; if there are more, several follow each other. */
  public static final int SCANNED_WINNERS_MAX = 2048;

  /**
   * The most documents that a part of WINNERS names; if there are more, several follow each other.
   */
  public static final int WINNERS_PART_MAX = 1024;

  /** The most bytes in which a relay passes on the winners of a text session at a time. */
  public static final int TEXT_PART_BYTES = 16 << 10;

  /** The most agencies in a DIGESTS_SCANNED. */
  public static final int SCANNED_DIGESTS_MAX = 4096;

  /** The longest body of a PING. */
  public static final int PING_BYTES_MAX = 4 << 10;

  /** The length of a seal, a SHA-256. */
  public static final int SEAL_BYTES = 32;

  /** The default size of an agency's batch frame. */
  public static final int BATCH_FRAME_BYTES_DEFAULT = 8 << 10;

  /** The bytes before the rows in the body of a BATCH: its id and how many rows. */
  public static final int BATCH_PREFIX_BYTES = 12;

  static {
    if (BATCH_FRAME_BYTES_DEFAULT > REQUEST_BYTES_MAX || PING_BYTES_MAX > REQUEST_BYTES_MAX) {
      throw new AssertionError("limits contradict each other");
    }
  }

  private Limits() {}
}
