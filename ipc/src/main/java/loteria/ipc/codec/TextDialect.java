package loteria.ipc.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.message.WireException;
import loteria.ipc.row.AgencyId;

/**
 * The text dialect, which agency programs of an older system speak. It has two messages; each names
 * its agency, so a session needs no HELLO.
 */
public final class TextDialect {
  /** Bytes before a BET's payload: {@code BET}, three numbers, a separator. */
  public static final int BET_HEADER_BYTES = 24;

  /** Bytes of a FIN. */
  public static final int FIN_BYTES = 23;

  /** The longest list of winners: its size has eight digits. */
  static final int WINNERS_BYTES_MAX = 99_999_999;

  /** How many bytes suffice to know a message's length. */
  static final int LENGTH_KNOWN_BYTES = 11;

  /** The bytes of a reply's word and size. */
  static final int REPLY_HEADER_BYTES = 12;

  /** How the text of an ERR begins, where the peer's certificate is the cause. */
  private static final String NOT_YOURS = "NOT_YOURS: ";

  /** How the text of an ERR begins, where the intake has closed. */
  private static final String CLOSED = "CLOSED: ";

  private TextDialect() {}

  /** A message of the text dialect. */
  public sealed interface Message {
    /** The agency that sent it. */
    AgencyId agency();
  }

  /** Bets to store; the rows already have their stored form. */
  public record Bet(AgencyId agency, Request.Batch batch) implements Message {}

  /** The agency has no more bets and waits for its winners. */
  public record Fin(AgencyId agency) implements Message {}

  /**
   * The length of a message.
   *
   * @param bytes holds at least its first {@link #LENGTH_KNOWN_BYTES} bytes, from {@code at} on
   * @throws WireException if it is malformed or too long
   */
  static int length(ByteBuffer bytes, int at, int payloadBytesMax) throws WireException {
    if (startsWith(bytes, at, "FIN")) {
      return FIN_BYTES;
    }
    if (!startsWith(bytes, at, "BET")) {
      throw new WireException(ErrorCode.MALFORMED, "message begins with neither BET nor FIN");
    }
    int size = number(bytes, at + 3, 8, "payload size");
    if (size > payloadBytesMax) {
      throw new WireException(
          ErrorCode.TOO_LARGE, "payload of " + size + " bytes is over " + payloadBytesMax);
    }
    return BET_HEADER_BYTES + size;
  }

  /**
   * How many bytes follow the {@link #REPLY_HEADER_BYTES} bytes that a reply begins with.
   *
   * @throws WireException if the reply is malformed or too long
   */
  static int replyBody(ByteBuffer header, int sizeMax) throws WireException {
    boolean ack = startsWith(header, 0, "ACK,");
    boolean winners = startsWith(header, 0, "WIN,");
    if (!ack && !winners && !startsWith(header, 0, "ERR,")) {
      throw new WireException(ErrorCode.MALFORMED, "answer begins with none of ACK, WIN and ERR");
    }
    int size = number(header, 4, 8, "answer size");
    if (!winners && size > sizeMax) {
      throw new WireException(
          ErrorCode.TOO_LARGE, "answer of " + size + " bytes is over " + sizeMax);
    }
    return ack ? 1 + size : size;
  }

  /**
   * A message from its bytes, as many as {@link #length} says.
   *
   * @throws WireException if they are malformed
   */
  public static Message message(Bytes bytesOfIt) throws WireException {
    Bytes message = withoutPadding(bytesOfIt);
    var bytes = ByteBuffer.wrap(message.array());
    return startsWith(bytes, message.from(), "FIN")
        ? new Fin(agencyOfFin(message))
        : bet(bytes, message);
  }

  /**
   * A reply as bytes. The dialect has no word for WELCOME, PENDING and others, so they are not
   * sent.
   *
   * @param agency the agency that it answers; 0 if that is not known
   */
  public static ByteBuffer encode(int agency, Reply reply) {
    if (reply instanceof Reply.Ack(long batch, int _)) {
      String content = agency + "," + batch + "\n";
      return ascii("ACK," + size(content.length()) + "," + content);
    }
    if (reply instanceof Reply.Winners(var documents)) {
      String content = String.join(",", documents);
      return ascii("WIN," + size(content.length()) + content);
    }
    if (reply instanceof Reply.Refused(long batch, var badRows)) {
      return error(
          badRows.stream()
              .map(bad -> "bet " + (bad.row() + 1) + ": " + bad.reason())
              .collect(Collectors.joining("; ", "batch " + batch + " refused: ", "")));
    }
    if (reply instanceof Reply.Failure failure) {
      return error(prefix(failure.code()) + failure.text());
    }
    throw new IllegalArgumentException(
        "the text dialect has no word for " + reply.getClass().getSimpleName());
  }

  /**
   * Winners as one reply in pieces, each made when it is asked for.
   *
   * @param documents read twice: their size comes first
   */
  public static Iterator<ByteBuffer> winners(Collection<String> documents) {
    long size = Math.max(0, documents.size() - 1);
    for (String document : documents) {
      size += document.length();
    }
    return size > WINNERS_BYTES_MAX
        ? List.of(error("the winners take " + size + " bytes, over " + WINNERS_BYTES_MAX))
            .iterator()
        : new WinnersText((int) size, documents.iterator());
  }

  /** Whether a reply is an ERR that the peer's certificate causes. */
  public static boolean isNotYours(ByteBuffer reply) {
    return reply.remaining() >= REPLY_HEADER_BYTES + NOT_YOURS.length()
        && startsWith(reply, reply.position() + REPLY_HEADER_BYTES, NOT_YOURS);
  }

  /** The message without the line feed that a client may have sent after its previous FIN. */
  private static Bytes withoutPadding(Bytes message) {
    boolean padded = message.array()[message.from()] == '\n';
    return padded ? Bytes.of(message.array(), message.from() + 1, message.to()) : message;
  }

  /** The name of an error whose reason alone does not say what a client can do. */
  private static String prefix(ErrorCode code) {
    if (code == ErrorCode.NOT_YOURS) {
      return NOT_YOURS;
    }
    return code == ErrorCode.CLOSED ? CLOSED : "";
  }

  private static ByteBuffer error(String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer header = ascii("ERR," + size(content.length));
    return ByteBuffer.allocate(header.remaining() + content.length).put(header).put(content).flip();
  }

  /**
   * A size as eight digits. With a formatter they took a sixth of a text session's time in a
   * worker.
   */
  private static String size(int bytes) {
    String digits = Integer.toString(bytes);
    return "0".repeat(Math.max(0, 8 - digits.length())) + digits;
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Bet bet(ByteBuffer bytes, Bytes message) throws WireException {
    int at = message.from();
    byte[] array = message.array();
    int rows = number(bytes, at + 11, 4, "batch size");
    int id = number(bytes, at + 15, 8, "batch id");
    if (array[at + BET_HEADER_BYTES - 1] != ';') {
      throw new WireException(ErrorCode.MALFORMED, "no separator before the payload");
    }
    int payload = at + BET_HEADER_BYTES;
    if (payload >= message.to() || array[message.to() - 1] != '\n') {
      throw new WireException(ErrorCode.MALFORMED, "payload does not end with a line feed");
    }
    AgencyId agency = agencyOfBet(array, payload, message.to());
    Bytes content = TextRows.of(array, payload, message.to(), rows);
    return new Bet(agency, new Request.Batch(id, rows, content));
  }

  private static AgencyId agencyOfBet(byte[] bytes, int from, int to) throws WireException {
    int comma = TextRows.indexOf(bytes, from, to, ',', '\n');
    if (comma == from || comma - from > 6) {
      throw new WireException(ErrorCode.UNKNOWN_AGENCY, "first bet names no agency");
    }
    return agency(number(ByteBuffer.wrap(bytes), from, comma - from, "agency"));
  }

  /**
   * The agency that a FIN names.
   *
   * @param fin a whole FIN
   * @throws WireException if it names no agency
   */
  public static AgencyId agencyOfFin(Bytes fin) throws WireException {
    Bytes message = withoutPadding(fin);
    String number = new String(message.array(), message.from() + 3, 20, StandardCharsets.US_ASCII);
    // Strict, because a FIN cannot be undone.
    if (!number.matches(" *[0-9]{1,6}")) {
      throw new WireException(ErrorCode.MALFORMED, "FIN names no agency");
    }
    return agency(Integer.parseInt(number.stripLeading()));
  }

  private static AgencyId agency(int number) throws WireException {
    if (number < 1) {
      throw new WireException(ErrorCode.UNKNOWN_AGENCY, "agency " + number + " is unknown");
    }
    return new AgencyId(number);
  }

  private static int number(ByteBuffer bytes, int at, int digits, String what)
      throws WireException {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = bytes.get(at + i) - '0';
      if (digit < 0 || digit > 9) {
        throw new WireException(ErrorCode.MALFORMED, what + " is not " + digits + " digits");
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static boolean startsWith(ByteBuffer bytes, int at, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (bytes.get(at + i) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
