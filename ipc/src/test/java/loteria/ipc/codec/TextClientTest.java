package loteria.ipc.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Reply;
import loteria.ipc.message.WireException;
import loteria.ipc.row.AgencyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The text dialect as its known client writes and reads it, not as we describe it. */
@Timeout(60)
class TextClientTest {
  private static final List<String> BETS =
      List.of(
          "1,1,Juan,Perez,30904465,1999-03-17,2201", "1,2,María,Ñandú,21689196,2000-02-29,7574");

  /** It counts its payload from the separator on, and does not count the line feed. */
  private static String bet(List<String> bets, int batch) {
    String payload = ";" + String.join(";", bets);
    int size = payload.getBytes(StandardCharsets.UTF_8).length;
    return "BET%08d%04d%08d".formatted(size, bets.size(), batch) + payload + "\n";
  }

  private static String fin(int agency) {
    return "FIN%20d\n".formatted(agency);
  }

  @Test
  void itsBatchIsUnderstood() throws WireException {
    var message = assertInstanceOf(TextDialect.Bet.class, only(bet(BETS, 3)));
    assertEquals(new AgencyId(1), message.agency());
    assertEquals(3, message.batch().id());
    assertEquals(2, message.batch().rows());
    assertEquals(
        Frames.utf8(
            "1,Juan,Perez,30904465,1999-03-17,2201\r\n1,María,Ñandú,21689196,2000-02-29,7574\r\n"),
        message.batch().content());
  }

  @Test
  void itsLastMessageIsUnderstood() throws WireException {
    assertEquals(new TextDialect.Fin(new AgencyId(4)), only(fin(4)));
    assertEquals(new TextDialect.Fin(new AgencyId(999_999)), only(fin(999_999)));
  }

  /** It compares with {@code ,agency,batch}, and so leaves the line feed unread. */
  @Test
  void itReadsTheAckItExpects() {
    byte[] ack = Frames.content(TextDialect.encode(1, new Reply.Ack(37, 2)));
    assertEquals("ACK,", ascii(ack, 0, 4));
    int size = Integer.parseInt(ascii(ack, 4, 12));
    assertEquals(",1,37", ascii(ack, 12, 12 + size));
    assertEquals("\n", ascii(ack, 12 + size, ack.length));
  }

  @Test
  void itReadsTheWinnersItExpects() {
    byte[] winners =
        Frames.content(TextDialect.encode(1, new Reply.Winners(List.of("30904465", "21689196"))));
    assertEquals("WIN,", ascii(winners, 0, 4));
    int size = Integer.parseInt(ascii(winners, 4, 12));
    assertEquals("30904465,21689196", ascii(winners, 12, 12 + size));
    assertEquals(12 + size, winners.length);
  }

  private static TextDialect.Message only(String sent) throws WireException {
    byte[] bytes = sent.getBytes(StandardCharsets.UTF_8);
    var buffer = ByteBuffer.wrap(bytes);
    var framer = Framer.ofRequests(Dialect.TEXT);
    assertTrue(framer.advance(buffer));
    var message = TextDialect.message(Bytes.of(bytes, 0, buffer.position()));
    assertEquals(false, framer.advance(buffer));
    assertTrue(framer.atBoundary(), "nothing but a line feed is left");
    return message;
  }

  private static String ascii(byte[] bytes, int from, int to) {
    return new String(Arrays.copyOfRange(bytes, from, to), StandardCharsets.US_ASCII);
  }
}
