package loteria.ipc.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import loteria.ipc.codec.WorkerDialect;
import loteria.ipc.message.WireException;
import loteria.ipc.message.WorkerMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FrameReaderTest {
  private static final List<WorkerMessage> SAID =
      List.of(
          new WorkerMessage.AgencyFinished(5, 4_096, 6, 991),
          new WorkerMessage.Scan(1, 7574, 0, 4_096, 8_192),
          new WorkerMessage.Drain());

  @Test
  void messagesComeInOrderThenTheEnd() throws IOException {
    var reader = FrameReader.ofWorkerMessages(new PacedChannel(bytes(), _ -> 3));
    for (WorkerMessage message : SAID) {
      assertEquals(message, reader.next());
    }
    assertNull(reader.next());
  }

  @Test
  void aMessageThatIsNotWhollyHereIsNotAwaited() throws IOException {
    int[] rooms = {0};
    var reader =
        FrameReader.ofWorkerMessages(
            new PacedChannel(bytes(), room -> rooms[0]++ == 0 ? bytes().length - 1 : room));
    assertNull(reader.nextIfHere());
    assertEquals(SAID.get(0), reader.next());
    assertEquals(SAID.get(1), reader.nextIfHere());
    assertNull(reader.nextIfHere());
    assertEquals(1, rooms[0]);
    assertEquals(SAID.get(2), reader.next());
  }

  @Test
  void endInsideAMessageIsAnException() {
    byte[] bytes = bytes();
    var reader =
        FrameReader.ofWorkerMessages(new PacedChannel(Arrays.copyOf(bytes, 20), room -> room));
    assertThrows(EOFException.class, reader::next);
  }

  @Test
  void changedMessageIsRefused() {
    byte[] bytes = bytes();
    bytes[12] ^= 1;
    var reader = FrameReader.ofWorkerMessages(new PacedChannel(bytes, room -> room));
    assertThrows(WireException.class, reader::next);
  }

  private static byte[] bytes() {
    var stream = new ByteArrayOutputStream();
    for (WorkerMessage message : SAID) {
      ByteBuffer frame = WorkerDialect.encode(message);
      while (frame.hasRemaining()) {
        stream.write(frame.get());
      }
    }
    return stream.toByteArray();
  }
}
