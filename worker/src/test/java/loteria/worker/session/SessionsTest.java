package loteria.worker.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Limits;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many sessions at once: their end, and peers that do not behave. */
@Timeout(60)
class SessionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() throws IOException {
    served = Served.in(folder);
  }

  @AfterEach
  void close() throws IOException {
    served.close();
  }

  /** What was read is stored and acknowledged; what was not read is neither. */
  @Test
  void closingRepliesToWhatWasReadAndEndsSessionsThatWait() throws IOException {
    try (Peer sending = served.hello(1);
        Peer waiting = served.hello(2)) {
      waiting.send(new Request.Results(true));
      List<Request> requests = new ArrayList<>();
      for (int id = 1; id <= 60; id++) {
        requests.add(Served.batch(1, id, 2));
      }
      requests.add(new Request.Results(true));
      sending.send(requests.toArray(Request[]::new));
      assertEquals(new Reply.Ack(1, 2), sending.reply());
      served.sessions().close();
      long last = 1;
      for (@Nullable Reply reply = sending.reply(); reply != null; reply = sending.reply()) {
        assertEquals(new Reply.Ack(++last, 2), reply);
      }
      assertEquals(last, served.standing(1).lastBatch());
      assertNull(waiting.reply());
      assertEquals(0, served.sessions().open());
      assertThrows(IOException.class, served::connect);
    }
  }

  /** The process ends once it returns. */
  @Test
  void closingWaitsUntilWhatWasReadIsTakenIn() throws Exception {
    var ping = new Request.Ping(Bytes.of(new byte[Limits.PING_BYTES_MAX]));
    ByteBuffer frame = NativeDialect.encode(ping);
    try (Peer slow = served.connect()) {
      SocketChannel channel = slow.channel();
      channel.configureBlocking(false);
      var taken = new AtomicLong();
      Awaitility.await()
          .atMost(PATIENCE)
          .during(Duration.ofMillis(500))
          .until(() -> !takes(channel, frame, Long.MAX_VALUE, taken));
      channel.configureBlocking(true);

      Thread closing = Thread.ofPlatform().start(this::closeSessions);
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> closing.getState() == Thread.State.WAITING || !closing.isAlive());
      assertTrue(closing.isAlive(), "closed while answers are not taken in");
      assertInstanceOf(Reply.Pong.class, slow.reply());
      Reply last = slow.reply();
      while (last != null) {
        last = slow.reply();
      }
      closing.join();
    }
  }

  private void closeSessions() {
    try {
      served.sessions().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The draw may be hours away, and a client that gives up and comes again leaves one each time.
   */
  @Test
  void anAgencyThatWaitsForTheDrawAndLeavesIsKeptNoLonger() throws IOException {
    try (Peer staying = served.hello(2)) {
      staying.send(new Request.Results(true));
      staying.endOfRequests();
      for (int i = 0; i < 50; i++) {
        try (Peer text = served.connect(Dialect.TEXT);
            Peer other = served.hello(1)) {
          text.send("FIN                   1");
          other.send(new Request.Results(true));
        }
      }
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> served.sessions().open() == 1 && served.results().waiting() == 1);
      served.draw(Map.of(2, List.of("5")));
      assertEquals(new Reply.Winners(List.of("5")), staying.reply());
    }
  }

  /** Then no more is read of it, and the end of its stream is not seen. */
  @Test
  void whoHasAskedForAsMuchAsMayBeUnansweredAndGoesIsKeptNoLonger() throws IOException {
    List<Request> many = new ArrayList<>();
    List<Request> refused = new ArrayList<>();
    many.add(new Request.Results(true));
    refused.add(new Request.Results(true));
    for (int i = 0; i < 63; i++) {
      many.add(new Request.Ping(Bytes.NONE));
      refused.add(Served.batch(1, "1,,,,,\r\n"));
    }
    try (Peer staying = served.hello(2)) {
      staying.send(refused.toArray(Request[]::new));
      for (int i = 0; i < 10; i++) {
        try (Peer one = served.hello(1);
            Peer two = served.hello(1)) {
          one.send(many.toArray(Request[]::new));
          one.send(new Request.Ping(Bytes.NONE), new Request.Ping(Bytes.NONE));
          two.send(refused.toArray(Request[]::new));
        }
        try (Peer three = served.hello(1)) {
          three.send(many.toArray(Request[]::new));
        }
      }
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> served.sessions().open() == 1 && served.results().waiting() == 1);
      served.draw(Map.of(2, List.of("5")));
      assertEquals(new Reply.Winners(List.of("5")), staying.reply());
      for (int i = 0; i < 63; i++) {
        assertInstanceOf(Reply.Refused.class, staying.reply());
      }
    }
  }

  /** The answer may be hours away, behind one that waits for the draw; the rows are not needed. */
  @Test
  void aRefusedBatchKeepsNoMemoryUntilItIsAnswered() throws IOException {
    String rows = "1,,,,,\r\n".repeat(100_000);
    List<Peer> waiting = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Peer peer = served.hello(1);
      waiting.add(peer);
      peer.send(new Request.Results(true), Served.batch(1, rows));
    }
    try (Peer other = served.hello(2)) {
      assertEquals(new Reply.Ack(1, 10_000), other.ask(Served.batch(2, 1, 10_000)));
    }
    served.draw(Map.of());
    for (Peer peer : waiting) {
      assertEquals(new Reply.Winners(List.of()), peer.reply());
      var refused = assertInstanceOf(Reply.Refused.class, peer.reply());
      assertEquals(250, refused.badRows().size());
      peer.close();
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> served.memory().freeBytes() == Served.MEMORY_BYTES);
  }

  @Test
  void closingTellsTheWinnersToWhoHasAskedOnceTheyAreKnown() throws IOException {
    try (Peer peer = served.hello(1)) {
      served.draw(Map.of(1, List.of("5")));
      assertEquals(new Reply.Winners(List.of("5")), peer.ask(new Request.Results(true)));
      served.sessions().close();
      assertNull(peer.reply());
    }
  }

  /** Each sends one large batch and stays, as an agency does that waits for the draw. */
  @Test
  void sessionsThatStayAfterALargeBatchKeepNothingOfIt() throws IOException {
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Peer peer = served.hello(1 + i % 2);
      peers.add(peer);
      Request.Batch large = Served.batch(1 + i % 2, 1 + i / 2, 20_000);
      assertTrue(large.content().length() > 800_000);
      assertEquals(new Reply.Ack(large.id(), 20_000), peer.ask(large));
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> served.memory().freeBytes() >= Served.MEMORY_BYTES / 2);
    for (Peer peer : peers) {
      peer.close();
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> served.memory().freeBytes() == Served.MEMORY_BYTES);
  }

  @Test
  void sessionsThatEndAreForgotten() throws IOException {
    for (int i = 0; i < 200; i++) {
      try (Peer peer = i % 2 == 0 ? served.hello(1) : served.connect()) {
        peer.send(i % 3 == 0 ? "L" : i % 3 == 1 ? "BET0000" : "");
      }
    }
    Awaitility.await().atMost(PATIENCE).until(() -> served.sessions().open() == 0);
  }

  @Test
  void manySessionsAreServedAtOnce() throws IOException {
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      peers.add(served.hello(1 + i % 2));
    }
    assertEquals(300, served.sessions().open());
    for (Peer peer : peers) {
      assertEquals(new Reply.Pending(2, 2), peer.ask(new Request.Results(false)));
    }
    for (Peer peer : peers) {
      peer.close();
    }
  }

  /** Its answers pile up to a bound, then nothing more is read of it; nobody else notices. */
  @Test
  void aPeerThatReadsNothingIsNotReadAnyMore() throws IOException {
    int pings = 100_000;
    var ping = new Request.Ping(Bytes.of(new byte[Limits.PING_BYTES_MAX]));
    ByteBuffer frame = NativeDialect.encode(ping);
    try (Peer stubborn = served.connect();
        Peer other = served.hello(1)) {
      SocketChannel channel = stubborn.channel();
      channel.configureBlocking(false);
      var taken = new AtomicLong();
      Awaitility.await()
          .atMost(PATIENCE)
          .during(Duration.ofMillis(500))
          .until(() -> !takes(channel, frame, (long) pings * frame.limit(), taken));
      assertTrue(taken.get() < 4 << 20, taken + " bytes were taken");
      for (int id = 1; id <= 100; id++) {
        assertEquals(new Reply.Ack(id, 1), other.ask(Served.batch(1, id, 1)));
      }

      channel.configureBlocking(true);
      long whole = taken.get() / frame.limit();
      for (int i = 0; i < whole; i++) {
        assertInstanceOf(Reply.Pong.class, stubborn.reply(), "answer " + i);
      }
    }
    Awaitility.await().atMost(PATIENCE).until(() -> served.sessions().open() == 0);
  }

  @Test
  void aPeerThatGoesAwayWithoutReadingIsForgotten() throws IOException {
    try (Peer peer = served.hello(1)) {
      List<Request> requests = new ArrayList<>();
      for (int id = 1; id <= 200; id++) {
        requests.add(Served.batch(1, id, 1));
      }
      peer.send(requests.toArray(Request[]::new));
    }
    Awaitility.await().atMost(PATIENCE).until(() -> served.sessions().open() == 0);
  }

  /** Writes frames, one behind the other; whether any byte was taken. */
  private static boolean takes(
      SocketChannel channel, ByteBuffer frame, long bytesMax, AtomicLong taken) throws IOException {
    long before = taken.get();
    int written = 1;
    while (written > 0 && taken.get() < bytesMax) {
      int at = (int) (taken.get() % frame.limit());
      written = channel.write(frame.slice(at, frame.limit() - at));
      taken.addAndGet(written);
    }
    return taken.get() > before;
  }
}
