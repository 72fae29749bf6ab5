package loteria.ipc.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Limits;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.message.WireException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NativeDialectTest {
  @Test
  void requestsAreTheirBytes() throws WireException {
    Map<String, Request> requests = NativeMessages.requests();
    assertEquals(Golden.NATIVE_REQUESTS.messages().keySet(), requests.keySet());
    for (var named : requests.entrySet()) {
      byte[] frame = Golden.NATIVE_REQUESTS.bytes(named.getKey());
      Request request = named.getValue();
      assertEquals(Frames.hex(frame), Frames.hex(NativeDialect.encode(request)), named.getKey());
      assertEquals(request, NativeDialect.request(Bytes.of(frame)), named.getKey());
    }
  }

  @Test
  void repliesAreTheirBytes() throws WireException {
    Map<String, Reply> replies = NativeMessages.replies();
    assertEquals(Golden.NATIVE_REPLIES.messages().keySet(), replies.keySet());
    for (var named : replies.entrySet()) {
      byte[] frame = Golden.NATIVE_REPLIES.bytes(named.getKey());
      Reply reply = named.getValue();
      assertEquals(Frames.hex(frame), Frames.hex(NativeDialect.encode(reply)), named.getKey());
      assertEquals(reply, NativeDialect.reply(Bytes.of(frame)), named.getKey());
    }
  }

  @Test
  void everyKindOfMessageHasATranscript() {
    assertEquals(Set.of(Request.class.getPermittedSubclasses()), kinds(NativeMessages.requests()));
    Set<Class<?>> replies = Set.of(Reply.class.getPermittedSubclasses());
    assertEquals(replies, kinds(NativeMessages.replies()));
  }

  @Test
  void wrongHeaderIsRefusedWithItsReason() throws WireException {
    byte[] frame = Golden.NATIVE_REQUESTS.bytes("finish");
    assertRefused(ErrorCode.MALFORMED, with(frame, 0, 'l'));
    assertRefused(ErrorCode.MALFORMED, with(frame, 1, 'M'));
    assertRefused(ErrorCode.OTHER_VERSION, with(frame, 2, 3));
    assertRefused(ErrorCode.MALFORMED, with(frame, 3, 0x81));
    assertRefused(ErrorCode.CHECKSUM, with(frame, 11, frame[11] + 1));
    assertRefused(ErrorCode.CHECKSUM, with(frame, 12, 1));
    assertRefused(ErrorCode.TOO_LARGE, with(frame, 4, 0xff));
  }

  @Test
  void resultsWaitOrDoNot() throws WireException {
    byte[] frame = Golden.NATIVE_REQUESTS.bytes("results now").clone();
    frame[Limits.HEADER_BYTES] = 2;
    var body = Bytes.of(frame, Limits.HEADER_BYTES, frame.length);
    ByteBuffer.wrap(frame).putInt(8, body.crc32c());
    assertRefused(ErrorCode.MALFORMED, frame);
  }

  @Test
  void peerOfAnotherVersionGetsAnErrorItCanRead() throws WireException {
    assertRefused(ErrorCode.OTHER_VERSION, with(Golden.NATIVE_REQUESTS.bytes("hello"), 2, 1));
    assertRefused(ErrorCode.OTHER_VERSION, with(Golden.NATIVE_REQUESTS.bytes("hello"), 2, 3));
    var failure = new Reply.Failure(ErrorCode.OTHER_VERSION, 0, "version 2 is spoken here");
    ByteBuffer encoded = NativeDialect.encodeForOtherVersion(failure);
    byte[] frame = new byte[encoded.remaining()];
    encoded.get(frame);
    assertEquals(1, frame[2]);
    assertEquals(failure, NativeDialect.reply(Bytes.of(frame)));
  }

  @Test
  void bodyIsNeitherLongerNorShorterThanItsType() throws WireException {
    for (var golden : Golden.NATIVE_REPLIES.messages().entrySet()) {
      if (golden.getKey().equals("pong")) {
        continue;
      }
      byte[] body = Arrays.copyOfRange(golden.getValue(), 12, golden.getValue().length);
      int type = golden.getValue()[3] & 0xff;
      assertReplyMalformed(type, Arrays.copyOf(body, body.length + 1), golden.getKey());
      assertReplyMalformed(type, Arrays.copyOf(body, body.length - 1), golden.getKey());
    }
  }

  @Test
  void pingOfOver4KiBIsTooLarge() throws WireException {
    byte[] largest = new byte[Limits.PING_BYTES_MAX];
    assertEquals(new Request.Ping(Bytes.of(largest)), decoded(new Request.Ping(Bytes.of(largest))));
    byte[] larger = new byte[Limits.PING_BYTES_MAX + 1];
    var refused =
        assertThrows(WireException.class, () -> decoded(new Request.Ping(Bytes.of(larger))));
    assertEquals(ErrorCode.TOO_LARGE, refused.code());
  }

  @Test
  void errorCodesAreDistinctAndKnownAgain() {
    for (ErrorCode code : ErrorCode.values()) {
      assertEquals(code, ErrorCode.of(code.code()));
    }
    assertEquals(ErrorCode.MALFORMED, ErrorCode.of(0xffff));
  }

  private static void assertRefused(ErrorCode code, byte[] frame) {
    var refused = assertThrows(WireException.class, () -> NativeDialect.request(Bytes.of(frame)));
    assertEquals(code, refused.code());
  }

  private static void assertReplyMalformed(int type, byte[] content, String name) {
    Bytes frame = Frames.frame(type, content);
    var refused = assertThrows(WireException.class, () -> NativeDialect.reply(frame), name);
    assertEquals(ErrorCode.MALFORMED, refused.code(), name);
  }

  private static Request decoded(Request request) throws WireException {
    byte[] frame = NativeDialect.encode(request).array();
    return NativeDialect.request(Bytes.of(frame));
  }

  private static byte[] with(byte[] frame, int at, int value) {
    byte[] changed = frame.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private static Set<Class<?>> kinds(Map<String, ?> messages) {
    return messages.values().stream().map(Object::getClass).collect(Collectors.toSet());
  }
}
