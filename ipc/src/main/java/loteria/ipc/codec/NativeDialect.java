package loteria.ipc.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Limits;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.message.WireException;
import loteria.ipc.row.BadRow;

/** The native dialect: requests and replies as frames. PROTOCOL.md draws each field. */
public final class NativeDialect {
  private NativeDialect() {}

  /** A request as a frame, ready to be written to a channel. */
  public static ByteBuffer encode(Request request) {
    var body = new BodyWriter();
    if (request instanceof Request.Hello(int agency, String draw)) {
      return body.u32(agency).text(draw).frame(FrameType.HELLO);
    }
    if (request instanceof Request.Batch(long id, int rows, Bytes content)) {
      return body.u64(id).u32(rows).bytes(content).frame(FrameType.BATCH);
    }
    if (request instanceof Request.Finish(long batches, long bets, long digest)) {
      return body.u64(batches).u64(bets).u64(digest).frame(FrameType.FINISH);
    }
    if (request instanceof Request.Results(boolean await)) {
      return body.u8(await ? 1 : 0).frame(FrameType.RESULTS);
    }
    if (request instanceof Request.Seal) {
      return body.frame(FrameType.SEAL);
    }
    if (request instanceof Request.Ping(Bytes content)) {
      return body.bytes(content).frame(FrameType.PING);
    }
    throw FrameType.unwritten(request);
  }

  /**
   * A request from a whole frame.
   *
   * @throws WireException when it is no frame, is too long, or its body is not what its type and
   *     checksum say
   */
  public static Request request(Bytes frame) throws WireException {
    var header = FrameHeader.of(frame, Limits.REQUEST_BYTES_MAX);
    var body = FrameHeader.body(frame);
    header.check(body);
    return switch (header.type()) {
      case FrameType.HELLO -> BodyReader.read(body, r -> new Request.Hello(r.u32(), r.text()));
      case FrameType.BATCH ->
          BodyReader.read(body, r -> new Request.Batch(r.u64(), r.u32(), r.rest()));
      case FrameType.FINISH ->
          BodyReader.read(body, r -> new Request.Finish(r.u64(), r.u64(), r.u64()));
      case FrameType.RESULTS -> BodyReader.read(body, r -> new Request.Results(waits(r.u8())));
      case FrameType.SEAL -> BodyReader.read(body, _ -> new Request.Seal());
      case FrameType.PING -> ping(body);
      default -> throw FrameType.unknown(header.type());
    };
  }

  /** A reply as a frame, ready to be written to a channel. */
  public static ByteBuffer encode(Reply reply) {
    var body = new BodyWriter();
    if (reply
        instanceof
        Reply.Welcome(long lastBatch, long bets, Reply.State state, int bytesMax, long digest)) {
      return body.u64(lastBatch)
          .u64(bets)
          .u8(code(state))
          .u32(bytesMax)
          .u64(digest)
          .frame(FrameType.WELCOME);
    }
    if (reply instanceof Reply.Ack(long batch, int bets)) {
      return body.u64(batch).u32(bets).frame(FrameType.ACK);
    }
    if (reply instanceof Reply.Refused(long batch, var badRows)) {
      return body.u64(batch)
          .list(badRows, (b, bad) -> b.u32(bad.row()).text(bad.reason()))
          .frame(FrameType.REFUSED);
    }
    if (reply instanceof Reply.Finished(int missing)) {
      return body.u32(missing).frame(FrameType.FINISHED);
    }
    if (reply instanceof Reply.Winners(var documents)) {
      return body.list(documents, BodyWriter::text).frame(FrameType.WINNERS);
    }
    if (reply instanceof Reply.WinnersPart(int all, var documents)) {
      return body.u32(all).list(documents, BodyWriter::text).frame(FrameType.WINNERS_PART);
    }
    if (reply instanceof Reply.Pending(int missing, int agencies)) {
      return body.u32(missing).u32(agencies).frame(FrameType.PENDING);
    }
    if (reply instanceof Reply.Sealed(Bytes seal)) {
      return body.bytes(seal).frame(FrameType.SEALED);
    }
    if (reply instanceof Reply.Pong(Bytes content)) {
      return body.bytes(content).frame(FrameType.PONG);
    }
    if (reply instanceof Reply.Failure(ErrorCode code, int retryAfterMs, String text)) {
      return body.u16(code.code()).u32(retryAfterMs).text(text).frame(FrameType.ERROR);
    }
    throw FrameType.unwritten(reply);
  }

  /**
   * An ERROR for a peer that speaks another version. Its frame is of version 1, which every version
   * reads, because the frame of an ERROR never changes.
   */
  public static ByteBuffer encodeForOtherVersion(Reply.Failure failure) {
    ByteBuffer frame = encode(failure);
    return frame.put(FrameHeader.VERSION_AT, FrameHeader.FIRST_VERSION);
  }

  /**
   * Winners as frames, each made when it is asked for: parts, then the last.
   *
   * @param documents read once
   */
  public static Iterator<ByteBuffer> winners(Collection<String> documents) {
    Iterator<String> left = documents.iterator();
    return new Iterator<>() {
      private boolean more = true;

      @Override
      public boolean hasNext() {
        return more;
      }

      @Override
      public ByteBuffer next() {
        if (!more) {
          throw new NoSuchElementException();
        }
        List<String> part = new ArrayList<>();
        while (left.hasNext() && part.size() < Limits.WINNERS_PART_MAX) {
          part.add(left.next());
        }
        more = left.hasNext();
        return encode(
            more ? new Reply.WinnersPart(documents.size(), part) : new Reply.Winners(part));
      }
    };
  }

  /**
   * A reply from a whole frame.
   *
   * @throws WireException when it is no frame, is too long, or its body is not what its type and
   *     checksum say
   */
  public static Reply reply(Bytes frame) throws WireException {
    var header = FrameHeader.of(frame, Limits.REPLY_BYTES_MAX);
    var body = FrameHeader.body(frame);
    header.check(body);
    return switch (header.type()) {
      case FrameType.WELCOME ->
          BodyReader.read(
              body, r -> new Reply.Welcome(r.u64(), r.u64(), state(r.u8()), r.u32(), r.u64()));
      case FrameType.ACK -> BodyReader.read(body, r -> new Reply.Ack(r.u64(), r.u32()));
      case FrameType.REFUSED ->
          BodyReader.read(
              body,
              r -> new Reply.Refused(r.u64(), r.list(row -> new BadRow(row.u32(), row.text()))));
      case FrameType.FINISHED -> BodyReader.read(body, r -> new Reply.Finished(r.u32()));
      case FrameType.WINNERS ->
          BodyReader.read(body, r -> new Reply.Winners(r.list(BodyReader::text)));
      case FrameType.WINNERS_PART ->
          BodyReader.read(body, r -> new Reply.WinnersPart(r.u32(), r.list(BodyReader::text)));
      case FrameType.PENDING -> BodyReader.read(body, r -> new Reply.Pending(r.u32(), r.u32()));
      case FrameType.SEALED -> sealed(body);
      case FrameType.PONG -> new Reply.Pong(body);
      case FrameType.ERROR ->
          BodyReader.read(body, r -> new Reply.Failure(ErrorCode.of(r.u16()), r.u32(), r.text()));
      default -> throw FrameType.unknown(header.type());
    };
  }

  /**
   * A HELLO out of its frame, whose agency and draw may be unknown.
   *
   * @param hello a whole HELLO frame; its checksum is not verified
   * @throws WireException if its body has not the fields of a HELLO
   */
  public static Request.Hello hello(Bytes hello) throws WireException {
    var body = Bytes.of(hello.array(), hello.from() + Limits.HEADER_BYTES, hello.to());
    return BodyReader.read(body, r -> new Request.Hello(r.u32(), r.text()));
  }

  /**
   * The batch that an ACK or a REFUSED names.
   *
   * @param reply a whole frame of one of these types
   */
  public static long batchOf(ByteBuffer reply) {
    return reply.getLong(reply.position() + Limits.HEADER_BYTES);
  }

  /** The code of a reply that is an ERROR. */
  public static ErrorCode codeOf(ByteBuffer error) {
    return ErrorCode.of(error.getShort(error.position() + Limits.HEADER_BYTES));
  }

  /** Whether a REFUSED names bad rows; if it does not, its batch follows a refused one. */
  public static boolean namesRows(ByteBuffer refused) {
    return refused.getInt(refused.position() + Limits.HEADER_BYTES + Long.BYTES) > 0;
  }

  /** The kind of a message of this type, for a relay. */
  static Framer.Kind kind(int type) {
    return switch (type) {
      case FrameType.HELLO -> Framer.Kind.OPENING;
      case FrameType.WELCOME -> Framer.Kind.OPENED;
      case FrameType.REFUSED -> Framer.Kind.REFUSAL;
      case FrameType.ACK -> Framer.Kind.ACKNOWLEDGEMENT;
      case FrameType.ERROR -> Framer.Kind.CLOSING;
      case FrameType.WINNERS_PART -> Framer.Kind.PART;
      default -> Framer.Kind.OTHER;
    };
  }

  private static Request ping(Bytes body) throws WireException {
    if (body.length() > Limits.PING_BYTES_MAX) {
      throw new WireException(
          ErrorCode.TOO_LARGE, "PING of over " + Limits.PING_BYTES_MAX + " bytes");
    }
    return new Request.Ping(body);
  }

  private static Reply sealed(Bytes body) throws WireException {
    if (body.length() != Limits.SEAL_BYTES) {
      throw new WireException(
          ErrorCode.MALFORMED, "a seal has " + Limits.SEAL_BYTES + " bytes, not " + body.length());
    }
    return new Reply.Sealed(body);
  }

  private static boolean waits(int code) throws WireException {
    if (code > 1) {
      throw new WireException(ErrorCode.MALFORMED, "RESULTS waits or not: 1 or 0, not " + code);
    }
    return code == 1;
  }

  private static int code(Reply.State state) {
    return switch (state) {
      case OPEN -> 0;
      case FINISHED -> 1;
      case DRAWN -> 2;
      case CLOSED -> 3;
    };
  }

  private static Reply.State state(int code) throws WireException {
    return switch (code) {
      case 0 -> Reply.State.OPEN;
      case 1 -> Reply.State.FINISHED;
      case 2 -> Reply.State.DRAWN;
      case 3 -> Reply.State.CLOSED;
      default -> throw new WireException(ErrorCode.MALFORMED, "no state has number " + code);
    };
  }
}
