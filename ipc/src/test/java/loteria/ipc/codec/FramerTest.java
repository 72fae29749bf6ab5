package loteria.ipc.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Limits;
import loteria.ipc.message.WireException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FramerTest {
  @Test
  void lineFeedAfterTheLastFinIsSkipped() throws WireException {
    Framer framer = Framer.ofRequests(Dialect.TEXT);
    assertTrue(framer.advance(ByteBuffer.wrap(Golden.TEXT_REQUESTS.bytes("fin"))));
    assertFalse(framer.advance(ascii("\n")));
    assertTrue(framer.atBoundary());
    assertThrows(WireException.class, () -> framer.advance(ascii("\nBET0000000100010")));
  }

  @Test
  void lineFeedOfAFinOfTheWorkerBeforeIsSkipped() throws WireException {
    Framer framer = Framer.ofRequests(Dialect.TEXT);
    byte[] fin = Golden.TEXT_REQUESTS.bytes("fin");
    byte[] padded = ByteBuffer.allocate(fin.length + 1).put((byte) '\n').put(fin).array();
    assertTrue(framer.advance(ByteBuffer.wrap(padded)));
    assertEquals(TextDialect.message(Bytes.of(fin)), TextDialect.message(Bytes.of(padded)));
  }

  @Test
  void lineFeedAfterABetIsMalformed() throws WireException {
    Framer framer = Framer.ofRequests(Dialect.TEXT);
    assertTrue(framer.advance(ByteBuffer.wrap(Golden.TEXT_REQUESTS.bytes("bet"))));
    assertThrows(WireException.class, () -> framer.advance(ascii("\nBET00000001")));
  }

  @Test
  void lengthOverTheLimitIsRefusedBeforeTheBodyArrives() {
    assertEquals(
        ErrorCode.TOO_LARGE, refusal(Framer.ofRequests(Dialect.NATIVE), header(0xffff_ffff)));
    assertEquals(
        ErrorCode.TOO_LARGE, refusal(Framer.ofReplies(Dialect.NATIVE), header(0x8000_0000)));
    assertEquals(
        ErrorCode.TOO_LARGE, refusal(Framer.ofRequests(Dialect.TEXT), ascii("BET99999999")));
    assertEquals(
        ErrorCode.TOO_LARGE, refusal(Framer.ofReplies(Dialect.TEXT), ascii("ERR,99999999")));
  }

  @Test
  void limitItselfIsAllowed() throws WireException {
    Framer framer = Framer.ofRequests(Dialect.NATIVE);
    assertFalse(framer.advance(header(Limits.REQUEST_BYTES_MAX)));
    assertTrue(framer.advance(ByteBuffer.allocate(Limits.REQUEST_BYTES_MAX)));
    assertEquals(ErrorCode.TOO_LARGE, refusal(framer, header(Limits.REQUEST_BYTES_MAX + 1)));
  }

  @Test
  void replyWithAnUnknownWordIsMalformed() {
    for (String answer : List.of("WIN,0000000x", "WIN,-0000001", "ACK 00000001", "xxx,00000001")) {
      assertEquals(
          ErrorCode.MALFORMED, refusal(Framer.ofReplies(Dialect.TEXT), ascii(answer)), answer);
    }
  }

  @Test
  void everyMessageHasItsKindForTheRelay() throws WireException {
    assertKinds(Framer.ofRequests(Dialect.NATIVE), Golden.NATIVE_REQUESTS);
    assertKinds(Framer.ofReplies(Dialect.NATIVE), Golden.NATIVE_REPLIES);
    Framer text = Framer.ofReplies(Dialect.TEXT);
    for (byte[] reply : Golden.TEXT_REPLIES.messages().values()) {
      assertTrue(text.advance(ByteBuffer.wrap(reply)));
      var expected =
          switch (reply[0]) {
            case 'A' -> Framer.Kind.ACKNOWLEDGEMENT;
            case 'E' -> Framer.Kind.CLOSING;
            default -> Framer.Kind.OTHER;
          };
      assertEquals(expected, text.kind());
    }
  }

  private static void assertKinds(Framer framer, Golden golden) throws WireException {
    for (var message : golden.messages().entrySet()) {
      assertTrue(framer.advance(ByteBuffer.wrap(message.getValue())));
      var expected =
          switch (message.getKey().replaceFirst("[ ,].*", "")) {
            case "hello" -> Framer.Kind.OPENING;
            case "welcome" -> Framer.Kind.OPENED;
            case "ack" -> Framer.Kind.ACKNOWLEDGEMENT;
            case "refused" -> Framer.Kind.REFUSAL;
            case "error" -> Framer.Kind.CLOSING;
            case "some" -> Framer.Kind.PART;
            default -> Framer.Kind.OTHER;
          };
      assertEquals(expected, framer.kind(), message.getKey());
    }
  }

  private static ErrorCode refusal(Framer framer, ByteBuffer bytes) {
    return assertThrows(WireException.class, () -> framer.advance(bytes)).code();
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The header of a PING with a body of this length. */
  private static ByteBuffer header(int length) {
    return ByteBuffer.allocate(Limits.HEADER_BYTES).put(ascii("LN\2\5")).putInt(length).rewind();
  }
}
