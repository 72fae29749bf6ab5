package loteria.ipc.codec;

import java.nio.ByteBuffer;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Limits;
import loteria.ipc.message.WireException;

/**
 * A finder of the ends of messages in a stream of bytes, for a relay. It reads no more of a message
 * than its header. One per stream; not safe for use by several threads.
 */
public abstract sealed class Framer {
  private final ByteBuffer header;
  private int left;
  private boolean inBody;

  private Framer(int headerBytes) {
    header = ByteBuffer.allocate(headerBytes);
  }

  /**
   * A framer for the requests of a dialect.
   *
   * @param bodyBytesMax the longest body allowed in a request
   */
  public static Framer ofRequests(Dialect dialect, int bodyBytesMax) {
    return switch (dialect) {
      case NATIVE -> new Native(bodyBytesMax);
      case TEXT -> new TextRequests(bodyBytesMax);
      case PING -> throw new IllegalArgumentException("PING is a line, not a session");
    };
  }

  /** A framer for requests no longer than {@link Limits#REQUEST_BYTES_MAX}. */
  public static Framer ofRequests(Dialect dialect) {
    return ofRequests(dialect, Limits.REQUEST_BYTES_MAX);
  }

  /** A framer for the messages on the coordinator socket. */
  public static Framer ofCoordination() {
    return new Native(Limits.COORDINATION_BYTES_MAX);
  }

  /** A framer for the replies to the requests of a dialect. */
  public static Framer ofReplies(Dialect dialect) {
    return switch (dialect) {
      case NATIVE -> new Native(Limits.REPLY_BYTES_MAX);
      case TEXT -> new TextReplies();
      case PING -> throw new IllegalArgumentException("PING is a line, not a session");
    };
  }

  /**
   * Moves the buffer's position past the bytes of one message, or past the part of it that the
   * buffer holds. A message of unlimited length is taken in parts, as if each part were a message.
   *
   * @return whether the message, or a part of it, ended there
   * @throws WireException if the bytes are malformed, or the message is too long
   */
  public final boolean advance(ByteBuffer bytes) throws WireException {
    if (!inBody && !header(bytes)) {
      return false;
    }
    int skipped = Math.min(left, bytes.remaining());
    bytes.position(bytes.position() + skipped);
    left -= skipped;
    if (left > 0) {
      return false;
    }
    left = nextPart();
    if (left > 0) {
      return true;
    }
    inBody = false;
    header.clear();
    return true;
  }

  /** Whether the stream stands between two messages. */
  public final boolean atBoundary() {
    return !inBody && header.position() == 0;
  }

  /** What a relay must know of the message that ended last, besides where it ended. */
  public enum Kind {
    /** A request that begins a session. */
    OPENING,
    /** A request of the text dialect that is answered once the draw is made. */
    WAITING,
    /** The reply that a session has begun. */
    OPENED,
    /** A reply that a batch is not stored. */
    REFUSAL,
    /** A reply that a batch is stored. */
    ACKNOWLEDGEMENT,
    /** The last reply of its stream. */
    CLOSING,
    /** A part of a reply that continues; every worker cuts a reply into the same parts. */
    PART,
    /** Anything else. */
    OTHER
  }

  /** The kind of the message that ended last. */
  public abstract Kind kind();

  /** How many bytes of the message are known to be missing, at least one. */
  public final int missing() {
    return inBody ? left : Math.max(1, header.remaining());
  }

  /** The length of the next part of the body; 0 if the body has ended. */
  int nextPart() {
    return 0;
  }

  /** How many bytes follow this header. */
  abstract int body(ByteBuffer header) throws WireException;

  /** Whether a byte between two messages belongs to neither. */
  boolean isPadding(byte between) {
    return false;
  }

  private boolean header(ByteBuffer bytes) throws WireException {
    if (header.position() == 0 && bytes.hasRemaining() && isPadding(bytes.get(bytes.position()))) {
      bytes.get();
    }
    while (header.hasRemaining() && bytes.hasRemaining()) {
      header.put(bytes.get());
    }
    if (header.hasRemaining()) {
      return false;
    }
    left = body(header);
    inBody = true;
    return true;
  }

  private static final class Native extends Framer {
    private final int bodyBytesMax;
    private int type;

    Native(int bodyBytesMax) {
      super(Limits.HEADER_BYTES);
      this.bodyBytesMax = bodyBytesMax;
    }

    @Override
    int body(ByteBuffer header) throws WireException {
      FrameHeader read = FrameHeader.read(header, 0, bodyBytesMax);
      type = read.type();
      return read.length();
    }

    @Override
    public Kind kind() {
      return NativeDialect.kind(type);
    }
  }

  private static final class TextRequests extends Framer {
    private final int payloadBytesMax;

    /** At the start of the stream too: the message before may have gone to another worker. */
    private boolean mayFollowFin = true;

    TextRequests(int payloadBytesMax) {
      super(TextDialect.LENGTH_KNOWN_BYTES);
      this.payloadBytesMax = payloadBytesMax;
    }

    @Override
    int body(ByteBuffer header) throws WireException {
      int length = TextDialect.length(header, 0, payloadBytesMax);
      mayFollowFin = header.get(0) == 'F';
      return length - TextDialect.LENGTH_KNOWN_BYTES;
    }

    /** A client may end its FIN with a line feed. */
    @Override
    boolean isPadding(byte between) {
      boolean padding = mayFollowFin && between == '\n';
      mayFollowFin = false;
      return padding;
    }

    @Override
    public Kind kind() {
      return mayFollowFin ? Kind.WAITING : Kind.OTHER;
    }
  }

  private static final class TextReplies extends Framer {
    private byte initial;
    private int bodyLeft;

    TextReplies() {
      super(TextDialect.REPLY_HEADER_BYTES);
    }

    @Override
    int body(ByteBuffer header) throws WireException {
      initial = header.get(0);
      bodyLeft = TextDialect.replyBody(header, Limits.REPLY_BYTES_MAX);
      return initial == 'W' ? nextPart() : bodyLeft;
    }

    @Override
    int nextPart() {
      int part = initial == 'W' ? Math.min(bodyLeft, Limits.TEXT_PART_BYTES) : 0;
      bodyLeft -= part;
      return part;
    }

    @Override
    public Kind kind() {
      return switch (initial) {
        case 'A' -> Kind.ACKNOWLEDGEMENT;
        case 'E' -> Kind.CLOSING;
        default -> atBoundary() ? Kind.OTHER : Kind.PART;
      };
    }
  }
}
