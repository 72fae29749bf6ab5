package loteria.ipc.wire;

/** The sizes that both ends of a connection rely on, in bytes unless the name says otherwise. */
public final class Limits {
  /** A native frame's header. */
  public static final int HEADER_BYTES = 12;

  /** The longest body of a request, and the longest payload of a text message. */
  public static final int REQUEST_BYTES_MAX = 1 << 20;

  /** The longest body of an answer or of a message on the coordinator socket. */
  public static final int REPLY_BYTES_MAX = 64 << 20;

  /** The longest body of a PING. */
  public static final int PING_BYTES_MAX = 4 << 10;

  /** How large an agency makes a batch's frame unless told otherwise. */
  public static final int BATCH_FRAME_BYTES_DEFAULT = 8 << 10;

  /** What stands before the rows in the body of a BATCH: its id and how many rows. */
  public static final int BATCH_PREFIX_BYTES = 12;

  static {
    if (BATCH_FRAME_BYTES_DEFAULT > REQUEST_BYTES_MAX || PING_BYTES_MAX > REQUEST_BYTES_MAX) {
      throw new AssertionError("limits contradict each other");
    }
  }

  private Limits() {}
}
