package loteria.ipc.io;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The memory of all connections together is bounded, and none waits for an idle one. */
@Timeout(60)
class MessageMemoryTest {
  private static final int LARGE = 1 << 20;
  private static final int ALL = 4 << 20;

  private final MessageMemory memory = new MessageMemory(ALL);

  /** Each is still connected, and has nothing more to send. */
  @Test
  void connectionsThatOnceSentALargeMessageTakeNothingFromOthers() throws IOException {
    List<MessageReader> resting = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      MessageReader reader = reader(LARGE);
      reader.hold(next(reader)).release();
      assertNull(reader.next());
      resting.add(reader);
    }
    assertTrue(memory.freeBytes() >= ALL / 2, "free are " + memory.freeBytes());
    for (MessageReader reader : resting) {
      reader.close();
    }
    assertEquals(ALL, memory.freeBytes());
  }

  /** A worker may answer late: until then, reading is limited by the memory. */
  @Test
  void heldMessagesOfAllConnectionsAreBounded() throws IOException {
    var inHand = new AtomicInteger();
    List<MessageReader.Held> held = new ArrayList<>();
    List<CompletableFuture<Void>> reading = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      MessageReader reader = reader(LARGE);
      reading.add(
          inBackground(
              () -> {
                MessageReader.Held message = reader.hold(next(reader));
                synchronized (held) {
                  held.add(message);
                }
                inHand.incrementAndGet();
                assertNull(reader.next());
              }));
    }
    for (int stored = 0; stored < 20; stored++) {
      await().until(() -> inHand.get() > 0);
      assertTrue(inHand.get() * (long) LARGE <= ALL, inHand + " at a time");
      inHand.decrementAndGet();
      synchronized (held) {
        held.removeFirst().release();
      }
    }
    CompletableFuture.allOf(reading.toArray(CompletableFuture[]::new)).join();
  }

  @Test
  void smallMessagesPassWhileLargeOnesHaveAll() throws IOException {
    List<MessageReader.Held> held = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      MessageReader reader = reader(LARGE);
      held.add(reader.hold(next(reader)));
    }
    for (int i = 0; i < 1_000; i++) {
      MessageReader reader = reader(100);
      assertNotNull(reader.next());
      assertNull(reader.next());
    }
    held.forEach(MessageReader.Held::release);
  }

  /** A connection that sends without pause leaves memory to others. */
  @Test
  void heldMessagesOfOneConnectionAreBounded() throws IOException {
    var roomy = new MessageMemory(64 << 20);
    byte[] one = batch(LARGE);
    ByteBuffer many = ByteBuffer.allocate(10 * one.length);
    for (int i = 0; i < 10; i++) {
      many.put(one);
    }
    MessageReader reader = reader(many.array(), room -> room, roomy);
    var inHand = new AtomicInteger();
    List<MessageReader.Held> held = new ArrayList<>();
    CompletableFuture<Void> reading =
        inBackground(
            () -> {
              for (int i = 0; i < 10; i++) {
                MessageReader.Held message = reader.hold(next(reader));
                synchronized (held) {
                  held.add(message);
                }
                inHand.incrementAndGet();
              }
            });
    for (int stored = 0; stored < 10; stored++) {
      await().until(() -> inHand.get() > 0);
      assertTrue(inHand.get() <= 4, inHand + " at a time");
      inHand.decrementAndGet();
      synchronized (held) {
        held.removeFirst().release();
      }
    }
    reading.join();
  }

  private MessageReader reader(int bytes) throws IOException {
    return reader(batch(bytes), room -> Math.min(room, 200_000), memory);
  }

  private static MessageReader reader(byte[] content, IntUnaryOperator pace, MessageMemory memory)
      throws IOException {
    byte[] all =
        ByteBuffer.allocate(SessionStart.BYTES + content.length)
            .put(new SessionStart(Dialect.NATIVE, 1, 0, 0, LocalDate.EPOCH, 0).encode())
            .put(content)
            .array();
    return Objects.requireNonNull(MessageReader.ofSession(new PacedChannel(all, pace), memory))
        .requests();
  }

  private static Bytes next(MessageReader reader) throws IOException {
    return Objects.requireNonNull(reader.next());
  }

  private static byte[] batch(int bytes) {
    ByteBuffer frame =
        NativeDialect.encode(new Request.Batch(1, 1, Bytes.of(new byte[bytes - 24])));
    byte[] copy = new byte[frame.remaining()];
    frame.get(copy);
    return copy;
  }

  private interface Reading {
    void run() throws IOException;
  }

  private static CompletableFuture<Void> inBackground(Reading reading) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            reading.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.startVirtualThread(task));
  }
}
