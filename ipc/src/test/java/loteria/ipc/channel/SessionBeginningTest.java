package loteria.ipc.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import loteria.ipc.wire.Bytes;
import loteria.ipc.wire.Dialect;
import loteria.ipc.wire.NativeDialect;
import loteria.ipc.wire.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FirstRequestTest {
  private static final List<IntUnaryOperator> PACES = List.of(_ -> 1, room -> room);

  @Test
  void firstByteTellsTheDialect() throws IOException {
    byte[] hello = hello();
    byte[] fin = "FIN%20d".formatted(5).getBytes(StandardCharsets.US_ASCII);
    for (IntUnaryOperator pace : PACES) {
      var frames = reader(hello, pace);
      assertEquals(Dialect.NATIVE, frames.dialect());
      assertEquals(Bytes.of(hello), frames.next());
      assertNull(frames.next());
      var text = reader(fin, pace);
      assertEquals(Dialect.TEXT, text.dialect());
      assertEquals(Bytes.of(fin), text.next());
      assertNull(text.next());
    }
  }

  @Test
  void streamThatDoesNotBeginHasNoReader() throws IOException {
    assertNull(MessageReader.ofRequests(new PacedChannel(new byte[0], room -> room)));
  }

  @Test
  void messageThatIsHereIsReadWithoutWaiting() throws IOException {
    byte[] hello = hello();
    byte[] two = ByteBuffer.allocate(2 * hello.length).put(hello).put(hello).array();
    var channel = new PacedChannel(two, _ -> hello.length + 1);
    var reader = Objects.requireNonNull(MessageReader.ofRequests(channel));
    assertEquals(Bytes.of(hello), reader.nextIfHere());
    assertNull(reader.nextIfHere());
    assertEquals(hello.length + 1, channel.position(), "nothing more was read");
    assertEquals(Bytes.of(hello), reader.next());
    assertNull(reader.nextIfHere());
  }

  private static MessageReader reader(byte[] content, IntUnaryOperator pace) throws IOException {
    return Objects.requireNonNull(MessageReader.ofRequests(new PacedChannel(content, pace)));
  }

  private static byte[] hello() {
    ByteBuffer frame = NativeDialect.encode(new Request.Hello(5, "navidad"));
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }
}
