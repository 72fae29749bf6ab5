package loteria.supervisor.relay;

import static loteria.supervisor.relay.RelayBench.HELLO;
import static loteria.supervisor.relay.RelayBench.LONG;
import static loteria.supervisor.relay.RelayBench.WELCOME;
import static loteria.supervisor.relay.RelayBench.ack;
import static loteria.supervisor.relay.RelayBench.batch;
import static loteria.supervisor.relay.RelayBench.ping;
import static loteria.supervisor.relay.RelayBench.pong;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.testkit.CapturedLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RelayLimitsTest {
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration WHILE = Duration.ofMillis(900);

  @TempDir private Path folder;

  @Test
  void noMoreIsReadThanMayBeUnanswered() throws Exception {
    var limits = new RelayLimits(1 << 20, 4, 4 << 20, 64 << 20, LONG, LONG, LONG, LONG, 1000);
    try (var bench = new RelayBench(folder, Dialect.NATIVE, limits);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency();
        FakeWorker.Session session = beginAndAccept(agency, worker)) {
      for (int id = 1; id <= 8; id++) {
        agency.send(batch(id, 10));
        if (id <= 4) {
          assertEquals(batch(id, 10), session.request());
        }
      }
      AtomicInteger reached = countInBackground(session);
      await().pollDelay(SHORT).during(SHORT).until(() -> reached.get() == 0);
      session.answer(ack(1));
      assertEquals(ack(1), agency.reply());
      await().until(() -> reached.get() >= 1);
      session.answer(ack(2), ack(3), ack(4));
      await().until(() -> reached.get() == 4);
      session.answer(ack(5), ack(6), ack(7), ack(8));
      for (int id = 2; id <= 8; id++) {
        assertEquals(ack(id), agency.reply());
      }
      agency.end();
    }
  }

  @Test
  void noMoreIsReadThanMayBeHeld() throws Exception {
    var limits = new RelayLimits(1 << 20, 64, 64 << 10, 64 << 20, LONG, LONG, LONG, LONG, 1000);
    try (var bench = new RelayBench(folder, Dialect.NATIVE, limits);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency();
        FakeWorker.Session session = beginAndAccept(agency, worker)) {
      agency.send(batch(1, 80_000));
      assertEquals(batch(1, 80_000), session.request());
      agency.send(batch(2, 10));
      AtomicInteger reached = countInBackground(session);
      await().pollDelay(SHORT).during(SHORT).until(() -> reached.get() == 0);
      session.answer(ack(1));
      await().until(() -> reached.get() == 1);
      session.answer(ack(2));
      assertEquals(ack(1), agency.reply());
      assertEquals(ack(2), agency.reply());
      agency.end();
    }
  }

  @Test
  void messageOverTheHeldBytesStillPasses() throws Exception {
    var limits = new RelayLimits(1 << 20, 1, 1024, 64 << 20, LONG, LONG, LONG, LONG, 1000);
    try (var bench = new RelayBench(folder, Dialect.NATIVE, limits);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency();
        FakeWorker.Session session = beginAndAccept(agency, worker)) {
      for (int id = 1; id <= 3; id++) {
        agency.send(batch(id, 100_000));
        assertEquals(batch(id, 100_000), session.request());
        session.answer(ack(id));
        assertEquals(ack(id), agency.reply());
      }
      agency.end();
    }
  }

  @Test
  void aMalformedMessageIsAnsweredByAnError() throws Exception {
    ByteBuffer tooLong = NativeDialect.encode(ping("x")).putInt(4, 0xffff_ffff);
    var nonsense = ByteBuffer.wrap("no frame at all".getBytes(StandardCharsets.US_ASCII));
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker()) {
      for (int i = 0; i < 100; i++) {
        try (TestAgency agency = bench.agency();
            FakeWorker.Session _ = beginAndAccept(agency, worker)) {
          agency.raw((i % 2 == 0 ? tooLong : nonsense).rewind());
          var failure = assertInstanceOf(Reply.Failure.class, agency.reply(), "round " + i);
          assertEquals(i % 2 == 0 ? ErrorCode.TOO_LARGE : ErrorCode.MALFORMED, failure.code());
          assertNull(agency.reply());
        }
      }
    }
  }

  @Test
  void dripFeedIsCutOff() throws Exception {
    var limits = new RelayLimits(1 << 20, 64, 4 << 20, 64 << 20, LONG, SHORT, LONG, LONG, 1000);
    ByteBuffer slow = NativeDialect.encode(batch(1, 1000));
    try (var bench = new RelayBench(folder, Dialect.NATIVE, limits);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency();
        FakeWorker.Session session = beginAndAccept(agency, worker)) {
      AtomicInteger reached = countInBackground(session);
      await()
          .atMost(Duration.ofSeconds(10))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !drips(agency, slow));
      assertEquals(0, reached.get());
    }
  }

  @Test
  void messageThatStopsInTheMiddleIsAnsweredByAnError() throws Exception {
    var limits = new RelayLimits(1 << 20, 64, 4 << 20, 64 << 20, LONG, SHORT, LONG, LONG, 1000);
    try (var bench = new RelayBench(folder, Dialect.NATIVE, limits);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency();
        FakeWorker.Session _ = beginAndAccept(agency, worker)) {
      agency.raw(NativeDialect.encode(batch(1, 1000)).limit(500));
      assertTimeout(agency, "the rest of a message did not come in time");
    }
  }

  @Test
  void firstMessageMustComeSoon() throws Exception {
    var limits = new RelayLimits(1 << 20, 64, 4 << 20, 64 << 20, SHORT, LONG, LONG, LONG, 1000);
    try (var bench = new RelayBench(folder, Dialect.NATIVE, limits);
        FakeWorker _ = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.raw(NativeDialect.encode(HELLO).limit(13));
      assertTimeout(agency, "the first message did not come in time");
    }
  }

  @Test
  void onlyWhoIsOwedNothingIsIdle() throws Exception {
    var limits = new RelayLimits(1 << 20, 64, 4 << 20, 64 << 20, LONG, LONG, SHORT, LONG, 1000);
    try (var bench = new RelayBench(folder, Dialect.NATIVE, limits);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency();
        FakeWorker.Session session = worker(agency, worker)) {
      agency.send(new Request.Results(true));
      assertEquals(HELLO, session.request());
      assertEquals(new Request.Results(true), session.request());
      AtomicInteger more = countInBackground(session);
      await().pollDelay(WHILE).until(() -> more.get() == 0);
      session.answer(WELCOME, new Reply.Winners(List.of()));
      assertEquals(WELCOME, agency.reply());
      assertEquals(new Reply.Winners(List.of()), agency.reply());
      assertTimeout(agency, "the next message did not come in time");
    }
  }

  @Test
  void whoWasStoppedAndThenAnsweredAllIsIdleToo() throws Exception {
    var limits = new RelayLimits(1 << 20, 2, 4 << 20, 64 << 20, LONG, LONG, SHORT, LONG, 1000);
    try (var bench = new RelayBench(folder, Dialect.NATIVE, limits);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency();
        FakeWorker.Session session = beginAndAccept(agency, worker)) {
      agency.send(batch(1, 10), batch(2, 10));
      session.skip(2);
      ByteBuffer together = ByteBuffer.allocate(100);
      together.put(NativeDialect.encode(ack(1))).put(NativeDialect.encode(ack(2)));
      session.raw(together.flip());
      assertEquals(ack(1), agency.reply());
      assertEquals(ack(2), agency.reply());
      assertTimeout(agency, "the next message did not come in time");
    }
  }

  @Test
  void slowWorkerIsNotTheAgencysFault() throws Exception {
    var limits = new RelayLimits(1 << 20, 1, 4 << 20, 64 << 20, SHORT, SHORT, SHORT, LONG, 1000);
    try (var bench = new RelayBench(folder, Dialect.NATIVE, limits);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency();
        FakeWorker.Session session = beginAndAccept(agency, worker)) {
      var sender = Thread.startVirtualThread(() -> send(agency, batch(1, 1_000_000), HELLO));
      await().pollDelay(WHILE).until(() -> true);
      assertEquals(batch(1, 1_000_000), session.request());
      await().pollDelay(WHILE).until(() -> true);
      session.answer(ack(1));
      assertEquals(ack(1), agency.reply());
      assertEquals(HELLO, session.request());
      session.answer(WELCOME);
      assertEquals(WELCOME, agency.reply());
      sender.join();
      agency.end();
    }
  }

  @Test
  void slowStartOfAWorkerIsNotTheAgencysFault() throws Exception {
    var limits = new RelayLimits(1 << 20, 64, 4 << 20, 64 << 20, SHORT, SHORT, SHORT, LONG, 1000);
    try (var bench = new RelayBench(folder, Dialect.NATIVE, limits);
        TestAgency agency = bench.agency()) {
      agency.send(HELLO);
      await().pollDelay(WHILE).until(() -> true);
      try (FakeWorker worker = bench.worker();
          FakeWorker.Session session = worker.accepted()) {
        assertEquals(HELLO, session.request());
        session.answer(WELCOME);
        assertEquals(WELCOME, agency.reply());
        agency.end();
        assertNull(session.request());
      }
    }
  }

  @Test
  void agencyThatDoesNotReadIsCutOff() throws Exception {
    var limits = new RelayLimits(1 << 20, 64, 4 << 20, 64 << 20, LONG, SHORT, LONG, LONG, 1000);
    byte[] body = new byte[4096];
    try (var bench = new RelayBench(folder, Dialect.NATIVE, limits);
        FakeWorker _ = bench.worker(RelaySessionTest::echo);
        var log = new CapturedLines(RelaySession.class.getPackage());
        TestAgency agency = bench.agency()) {
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 1_000_000; i++) {
              agency.send(new Request.Ping(Bytes.of(body)));
            }
          });
      assertEquals(1, log.lines("the answer was not taken in in time").size());
    }
  }

  /** It takes several times as long as patience lasts, and never stands still for as long. */
  @Test
  void agencyThatTakesALongAnswerInSlowlyGetsAllOfIt() throws Exception {
    var limits = new RelayLimits(1 << 20, 64, 4 << 20, 64 << 20, LONG, SHORT, LONG, LONG, 1000);
    byte[] document = "X".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
    try (var bench = new RelayBench(folder, Dialect.TEXT, limits);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.raw(ByteBuffer.wrap("FIN                   1".getBytes(StandardCharsets.US_ASCII)));
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(1);
        var answer = ByteBuffer.allocate(12 + document.length);
        answer.put("WIN,01000000".getBytes(StandardCharsets.US_ASCII)).put(document).flip();
        Thread.startVirtualThread(() -> raw(session, answer));
        long begun = System.nanoTime();
        int received = 0;
        while (received < 12 + document.length) {
          await().pollDelay(Duration.ofMillis(50)).until(() -> true);
          int read = agency.some(32 << 10);
          assertTrue(read > 0, "cut off after " + received + " bytes");
          received += read;
        }
        long took = System.nanoTime() - begun;
        assertTrue(took > 2 * SHORT.toNanos(), "it took only " + took + " ns");
        agency.end();
      }
    }
  }

  @Test
  void slowReaderIsNotCutOff() throws Exception {
    var limits = new RelayLimits(1 << 20, 64, 4 << 20, 64 << 20, LONG, SHORT, LONG, LONG, 1000);
    try (var bench = new RelayBench(folder, Dialect.NATIVE, limits);
        FakeWorker _ = bench.worker(RelaySessionTest::echo);
        TestAgency agency = bench.agency()) {
      agency.send(ping("a"));
      await().pollDelay(WHILE).until(() -> true);
      assertEquals(pong("a"), agency.reply());
      agency.send(ping("b"));
      assertEquals(pong("b"), agency.reply());
      agency.end();
    }
  }

  /** A session that has had its WELCOME. */
  private static FakeWorker.Session beginAndAccept(TestAgency agency, FakeWorker worker)
      throws Exception {
    FakeWorker.Session session = worker(agency, worker);
    session.skip(1);
    session.answer(WELCOME);
    assertEquals(WELCOME, agency.reply());
    return session;
  }

  /** A session that waits for its WELCOME. */
  private static FakeWorker.Session worker(TestAgency agency, FakeWorker worker) throws Exception {
    agency.send(HELLO);
    return worker.accepted();
  }

  /** How many more requests come, until the session ends. */
  private static AtomicInteger countInBackground(FakeWorker.Session session) {
    var count = new AtomicInteger();
    Thread.startVirtualThread(
        () -> {
          try {
            while (session.message() != null) {
              count.incrementAndGet();
            }
          } catch (IOException _) {
            // Ended inside a message.
          }
        });
    return count;
  }

  private static void raw(FakeWorker.Session session, ByteBuffer bytes) {
    try {
      session.raw(bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean drips(TestAgency agency, ByteBuffer bytes) {
    try {
      agency.raw(bytes.slice(bytes.position(), 1));
      bytes.position(bytes.position() + 1);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static void send(TestAgency agency, Request... requests) {
    try {
      agency.send(requests);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void assertTimeout(TestAgency agency, String text) throws IOException {
    assertEquals(new Reply.Failure(ErrorCode.TIMEOUT, 1000, text), agency.reply());
    assertNull(agency.reply());
  }
}
