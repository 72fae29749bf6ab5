package loteria.ipc.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Request;
import loteria.ipc.message.WireException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionBeginningTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
  private static final List<IntUnaryOperator> PACES = List.of(_ -> 1, room -> room);

  private final MessageMemory memory = new MessageMemory(1 << 20);

  @Test
  void sessionStartComesBeforeTheRequests() throws IOException {
    byte[] fin = "FIN%20d".formatted(5).getBytes(StandardCharsets.US_ASCII);
    for (IntUnaryOperator pace : PACES) {
      begins(
          new SessionStart(Dialect.NATIVE, (1L << 32) | 7, 5, Long.MAX_VALUE, DAY, 0),
          hello(),
          pace);
      begins(new SessionStart(Dialect.TEXT, 2, 0, 0, LocalDate.EPOCH.minusDays(1), 0), fin, pace);
    }
  }

  private void begins(SessionStart start, byte[] request, IntUnaryOperator pace)
      throws IOException {
    var session = session(start, request, pace);
    assertEquals(start, session.start());
    assertEquals(Bytes.of(request), session.requests().next());
    assertNull(session.requests().next());
  }

  @Test
  void streamThatDoesNotBeginHasNoSession() throws IOException {
    assertNull(MessageReader.ofSession(new PacedChannel(new byte[0], room -> room), memory));
    byte[] cut = new byte[SessionStart.BYTES - 1];
    assertNull(MessageReader.ofSession(new PacedChannel(cut, _ -> 1), memory));
  }

  @Test
  void connectionNotFromTheSupervisorIsRefused() {
    byte[] good = new SessionStart(Dialect.TEXT, 1, 2, 3, DAY, 0).encode().array();
    for (int i = 0; i < Integer.BYTES; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x40;
      assertThrows(
          WireException.class,
          () -> MessageReader.ofSession(new PacedChannel(bad, room -> room), memory),
          "byte " + i);
    }
  }

  @Test
  void messageThatIsHereIsReadWithoutWaiting() throws IOException {
    byte[] hello = hello();
    byte[] two = ByteBuffer.allocate(2 * hello.length).put(hello).put(hello).array();
    int first = SessionStart.BYTES + hello.length + 1;
    var session = session(new SessionStart(Dialect.NATIVE, 1, 0, 0, DAY, 0), two, _ -> first);
    MessageReader requests = session.requests();
    assertEquals(Bytes.of(hello), requests.nextIfHere());
    assertNull(requests.nextIfHere());
    assertEquals(Bytes.of(hello), requests.next());
    assertNull(requests.nextIfHere());
  }

  private MessageReader.Session session(SessionStart start, byte[] content, IntUnaryOperator pace)
      throws IOException {
    byte[] all =
        ByteBuffer.allocate(SessionStart.BYTES + content.length)
            .put(start.encode())
            .put(content)
            .array();
    return Objects.requireNonNull(MessageReader.ofSession(new PacedChannel(all, pace), memory));
  }

  private static byte[] hello() {
    ByteBuffer frame = NativeDialect.encode(new Request.Hello(5, "navidad"));
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }
}
