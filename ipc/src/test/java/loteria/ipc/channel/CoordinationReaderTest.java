package loteria.ipc.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import loteria.ipc.wire.Coordination;
import loteria.ipc.wire.CoordinationDialect;
import loteria.ipc.wire.WireException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CoordinationReaderTest {
  private static final List<Coordination> SAID =
      List.of(
          new Coordination.AgencyFinished(5, 4_096),
          new Coordination.Scan(1, 7574, 0, 4_096, 8_192),
          new Coordination.Drain());

  @Test
  void messagesComeInOrderThenTheEnd() throws IOException {
    var reader = new CoordinationReader(new PacedChannel(bytes(), _ -> 3));
    for (Coordination message : SAID) {
      assertEquals(message, reader.next());
    }
    assertNull(reader.next());
  }

  @Test
  void endInsideAMessageIsAnException() {
    byte[] bytes = bytes();
    var reader = new CoordinationReader(new PacedChannel(Arrays.copyOf(bytes, 20), room -> room));
    assertThrows(EOFException.class, reader::next);
  }

  @Test
  void changedMessageIsRefused() {
    byte[] bytes = bytes();
    bytes[12] ^= 1;
    var reader = new CoordinationReader(new PacedChannel(bytes, room -> room));
    assertThrows(WireException.class, reader::next);
  }

  private static byte[] bytes() {
    var stream = new ByteArrayOutputStream();
    for (Coordination message : SAID) {
      ByteBuffer frame = CoordinationDialect.encode(message);
      while (frame.hasRemaining()) {
        stream.write(frame.get());
      }
    }
    return stream.toByteArray();
  }
}
