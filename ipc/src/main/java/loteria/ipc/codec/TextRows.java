package loteria.ipc.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import loteria.ipc.message.Bytes;
import loteria.ipc.row.RowWriter;

/**
 * The bets of a text message as rows: the fields of each without its bet id, quoted where a row
 * needs it. Checks nothing: a bet that cannot be turned into a row is left as it is, so that the
 * row check reports what is wrong with it.
 */
final class TextRows {
  private TextRows() {}

  /**
   * The rows of a payload.
   *
   * @param to behind its last byte, which is a line feed
   * @param rows how many the message says that there are
   */
  static Bytes of(byte[] bytes, int payload, int to, int rows) {
    var content = new RowWriter(to - payload + rows);
    for (int from = payload; from < to; ) {
      int end = indexOf(bytes, from, to, ';', '\n');
      write(content, bytes, from, end);
      from = end + 1;
    }
    return Bytes.of(content.bytes(), 0, content.size());
  }

  private static void write(RowWriter rows, byte[] bytes, int from, int to) {
    int afterAgency = indexOf(bytes, from, to, ',', ',') + 1;
    int afterBetId = indexOf(bytes, Math.min(afterAgency, to), to, ',', ',') + 1;
    if (afterBetId > to) {
      rows.write(bytes, from, to);
    } else if (indexOf(bytes, afterBetId, to, '"', '"') == to) {
      rows.write(bytes, from, afterAgency, bytes, afterBetId, to);
    } else {
      writeQuoting(rows, bytes, from, afterAgency, afterBetId, to);
    }
  }

  /** The row of a bet that holds a quote: the dialect does not escape it, a row must. */
  private static void writeQuoting(
      RowWriter rows, byte[] bytes, int from, int afterAgency, int afterBetId, int to) {
    String agency = new String(bytes, from, afterAgency - from, StandardCharsets.UTF_8);
    var rest = ByteBuffer.wrap(bytes, afterBetId, to - afterBetId);
    try {
      rows.write((agency + StandardCharsets.UTF_8.newDecoder().decode(rest)).split(",", -1));
    } catch (CharacterCodingException _) {
      // Decoding it anyway would store something else; left as it is, the check refuses it.
      rows.write(bytes, from, afterAgency, bytes, afterBetId, to);
    }
  }

  /** The index of the next byte that is one or the other; {@code to} if none is before it. */
  static int indexOf(byte[] bytes, int from, int to, char one, char other) {
    int at = from;
    while (at < to && bytes[at] != one && bytes[at] != other) {
      at++;
    }
    return at;
  }
}
