package loteria.ipc.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import loteria.ipc.codec.Framer;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Limits;
import loteria.ipc.message.Request;
import loteria.ipc.message.WireException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MessageReaderTest {
  private static final long SEED = 21689196;

  @Test
  void messagesAreTheSameHoweverFewBytesARead() throws IOException {
    var random = new Random(SEED);
    List<byte[]> sent = frames(random, 60, 3_000);
    assertEquals(contents(sent), contents(received(sent, _ -> 1)), "one byte at a time");
    assertEquals(
        contents(sent), contents(received(sent, room -> room)), "as many as there is room for");
    for (int round = 0; round < 50; round++) {
      assertEquals(
          contents(sent),
          contents(received(sent, room -> 1 + random.nextInt(Math.min(room, 9_000)))),
          "seed " + SEED);
    }
  }

  @Test
  void largeMessagesGrowTheArray() throws IOException {
    var random = new Random(SEED);
    List<byte[]> sent = frames(random, 8, Limits.REQUEST_BYTES_MAX);
    assertEquals(contents(sent), contents(received(sent, room -> 1 + random.nextInt(room))));
  }

  @Test
  void endBetweenMessagesIsTheEnd() throws IOException {
    List<byte[]> sent = frames(new Random(SEED), 2, 20);
    var reader = reader(new PacedChannel(joined(sent), room -> room));
    reader.next();
    reader.next();
    assertNull(reader.next());
    assertNull(reader(new PacedChannel(new byte[0], room -> room)).next());
  }

  @Test
  void lineFeedAfterTheLastFinIsTheEndToo() throws IOException {
    byte[] fin = "FIN%20d\n".formatted(5).getBytes(StandardCharsets.US_ASCII);
    for (IntUnaryOperator pace : List.<IntUnaryOperator>of(_ -> 1, room -> room)) {
      var reader = new MessageReader(new PacedChannel(fin, pace), Framer.ofRequests(Dialect.TEXT));
      assertEquals(Bytes.of(fin, 0, fin.length - 1), reader.next());
      assertNull(reader.next());
    }
  }

  @Test
  void endInsideAMessageIsAnException() throws IOException {
    byte[] frame = frames(new Random(SEED), 1, 100).getFirst();
    for (int length = 1; length < frame.length; length++) {
      var reader = reader(new PacedChannel(Arrays.copyOf(frame, length), room -> room));
      assertThrows(EOFException.class, reader::next, "after " + length + " bytes");
    }
  }

  @Test
  void announcedLengthTakesNoMemory() {
    byte[] header = NativeDialect.encode(new Request.Results(true)).array();
    byte[] endless = Arrays.copyOf(header, Limits.HEADER_BYTES);
    ByteBuffer.wrap(endless).putInt(4, 0xffff_ffff);
    assertThrows(WireException.class, reader(new PacedChannel(endless, room -> room))::next);
  }

  /**
   * Reads all messages. Each is compared with its first content only after all have been read:
   * bytes handed out must not change.
   */
  private static List<byte[]> received(List<byte[]> sent, IntUnaryOperator pace)
      throws IOException {
    var reader = reader(new PacedChannel(joined(sent), pace));
    List<Bytes> handedOut = new ArrayList<>();
    for (Bytes message = reader.next(); message != null; message = reader.next()) {
      handedOut.add(message);
    }
    return handedOut.stream()
        .map(message -> Arrays.copyOfRange(message.array(), message.from(), message.to()))
        .toList();
  }

  private static MessageReader reader(ReadableByteChannel channel) {
    return new MessageReader(channel, Framer.ofRequests(Dialect.NATIVE));
  }

  private static List<byte[]> frames(Random random, int count, int bodyMax) {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] rows = new byte[random.nextInt(bodyMax - Limits.BATCH_PREFIX_BYTES + 1)];
      random.nextBytes(rows);
      ByteBuffer frame = NativeDialect.encode(new Request.Batch(i, 0, Bytes.of(rows)));
      byte[] bytes = new byte[frame.remaining()];
      frame.get(bytes);
      frames.add(bytes);
    }
    return frames;
  }

  private static byte[] joined(List<byte[]> frames) {
    var stream = new ByteArrayOutputStream();
    frames.forEach(stream::writeBytes);
    return stream.toByteArray();
  }

  private static List<Bytes> contents(List<byte[]> messages) {
    return messages.stream().map(Bytes::of).toList();
  }
}
