package loteria.ipc.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FramerTest {
  @Test
  void lineFeedAfterTheLastFinIsNoMessage() throws WireException {
    Framer framer = Framer.ofRequests(Dialect.TEXT);
    assertTrue(framer.advance(ByteBuffer.wrap(Golden.TEXT_REQUESTS.bytes("fin"))));
    assertFalse(framer.advance(ascii("\n")));
    assertTrue(framer.atBoundary());
    assertThrows(WireException.class, () -> framer.advance(ascii("\nBET0000000100010")));
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
        ErrorCode.TOO_LARGE, refusal(Framer.ofReplies(Dialect.TEXT), ascii("WIN,99999999")));
  }

  @Test
  void limitItselfIsAllowed() throws WireException {
    Framer framer = Framer.ofRequests(Dialect.NATIVE);
    assertFalse(framer.advance(header(Limits.REQUEST_BYTES_MAX)));
    assertTrue(framer.advance(ByteBuffer.allocate(Limits.REQUEST_BYTES_MAX)));
    assertEquals(ErrorCode.TOO_LARGE, refusal(framer, header(Limits.REQUEST_BYTES_MAX + 1)));
  }

  @Test
  void answerThatIsNoneIsMalformed() {
    for (String answer : List.of("WIN,0000000x", "WIN,-0000001", "ACK 00000001", "xxx,00000001")) {
      assertEquals(
          ErrorCode.MALFORMED, refusal(Framer.ofReplies(Dialect.TEXT), ascii(answer)), answer);
    }
  }

  @Test
  void onlyAnErrorCloses() throws WireException {
    Framer text = Framer.ofReplies(Dialect.TEXT);
    for (var reply : Golden.TEXT_REPLIES.messages().entrySet()) {
      assertTrue(text.advance(ByteBuffer.wrap(reply.getValue())));
      assertEquals(reply.getValue()[0] == 'E', text.kind() == Framer.Kind.CLOSING, reply.getKey());
    }
    Framer frames = Framer.ofReplies(Dialect.NATIVE);
    for (var reply : Golden.NATIVE_REPLIES.messages().entrySet()) {
      assertTrue(frames.advance(ByteBuffer.wrap(reply.getValue())));
      assertEquals(
          reply.getKey().startsWith("error"), frames.kind() == Framer.Kind.CLOSING, reply.getKey());
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
    return ByteBuffer.allocate(Limits.HEADER_BYTES).put(ascii("LN\1\5")).putInt(length).rewind();
  }
}
