package loteria.supervisor.relay;

import static loteria.supervisor.relay.RelayBench.HELLO;
import static loteria.supervisor.relay.RelayBench.PATIENT;
import static loteria.supervisor.relay.RelayBench.WELCOME;
import static loteria.supervisor.relay.RelayBench.ack;
import static loteria.supervisor.relay.RelayBench.batch;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may wait for the draw, and how long. */
@Timeout(30)
class RelayWaitTest {
  private static final String WIN = "WIN,0000000830123456";

  @TempDir private Path folder;

  /** Its stream has ended; that it reads, its system says whenever it is probed. */
  @Test
  void clientThatSendsNoMoreButReadsIsAnswered() throws Exception {
    try (var bench = new RelayBench(folder, Dialect.TEXT, PATIENT);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.raw(fin(1));
      agency.end();
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(1);
        var end = CompletableFuture.supplyAsync(() -> isEnd(session));
        await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        assertFalse(end.isDone(), "to its worker the end of the session says that it is gone");
        session.raw(ascii(WIN));
        assertTrue(end.get());
      }
      assertEquals(WIN, text(agency.all()));
    }
  }

  private static boolean isEnd(FakeWorker.Session session) {
    try {
      return session.message() == null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A place among the connections is for a client that can still be answered. */
  @Test
  void clientThatIsGoneWaitsNoMore() throws Exception {
    try (var bench = new RelayBench(folder, Dialect.TEXT, PATIENT);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.raw(fin(1));
      agency.end();
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(1);
        // The end of its stream is to be read first: after that a read does not report the reset.
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        agency.reset();
        assertNull(session.message(), "its worker learns that at once");
        bench.awaitSessionsEnded();
      }
    }
  }

  /**
   * It has asked for so much behind its wait that it is not read, so no end of its stream is seen.
   */
  @Test
  void clientThatAskedForAllItMayAndIsGoneWaitsNoMore() throws Exception {
    try (var bench = new RelayBench(folder, Dialect.NATIVE, PATIENT);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO);
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(1);
        session.answer(WELCOME);
        agency.send(new Request.Results(true));
        for (int i = 1; i < PATIENT.unansweredMax(); i++) {
          agency.send(RelayBench.ping("still there"));
        }
        session.skip(PATIENT.unansweredMax());
        agency.reset();
        bench.awaitSessionsEnded();
      }
    }
  }

  /** Its worker takes in nothing of it, and so it is not read: no end of its stream is seen. */
  @Test
  void clientWhoseWorkerTakesNothingAndThatIsGoneWaitsNoMore() throws Exception {
    try (var bench = new RelayBench(folder, Dialect.NATIVE, PATIENT);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO);
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(1);
        session.answer(WELCOME);
        agency.send(new Request.Results(true));
        for (int i = 1; i <= 3; i++) {
          agency.send(batch(i, 900 << 10));
        }
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        agency.reset();
        bench.awaitSessionsEnded();
      }
    }
  }

  /** What it still sends is read while it is closed: to look for it then would wait for that. */
  @Test
  void whoHasHadItsLastWordIsLookedForNoMore() throws Exception {
    try (var bench = new RelayBench(folder, Dialect.NATIVE, PATIENT);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO);
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(1);
        session.answer(WELCOME);
        agency.send(new Request.Results(true));
        for (int i = 1; i < PATIENT.unansweredMax(); i++) {
          agency.send(RelayBench.ping("still there"));
        }
        session.skip(PATIENT.unansweredMax());
        try (TestAgency newer = bench.agency();
            FakeWorker.Session welcomed = begun(newer, HELLO.agency(), worker)) {
          assertEquals(WELCOME, agency.reply());
          Reply.Failure failure = assertInstanceOf(Reply.Failure.class, agency.reply());
          assertEquals(ErrorCode.SUPERSEDED, failure.code());
          // Before its worker ends it: else it would be moved, to nobody.
          newer.end();
          assertNull(welcomed.message());
        }
      }
      bench.awaitSessionsEnded();
    }
  }

  @Test
  void drainedOneThatWaitsForADrawThatItHoldsUpIsClosed() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency();
        FakeWorker.Session session = begun(agency, 1, worker)) {
      agency.send(new Request.Results(true));
      assertEquals(new Request.Results(true), session.request());
      bench.relay().drain();
      Reply.Failure failure = assertInstanceOf(Reply.Failure.class, agency.reply());
      assertEquals(ErrorCode.UNAVAILABLE, failure.code());
      assertNull(agency.reply());
      assertNull(session.message());
    }
  }

  /** What it had sent before is in hand; that it waits is known only once that is answered. */
  @Test
  void drainedOneThatWaitsBehindItsBatchIsAnsweredThatAndClosed() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency();
        FakeWorker.Session session = begun(agency, 1, worker)) {
      agency.send(batch(1, 10));
      agency.send(new Request.Results(true));
      assertEquals(batch(1, 10), session.request());
      assertEquals(new Request.Results(true), session.request());
      bench.relay().drain();
      session.answer(ack(1));
      assertEquals(ack(1), agency.reply());
      Reply.Failure failure = assertInstanceOf(Reply.Failure.class, agency.reply());
      assertEquals(ErrorCode.UNAVAILABLE, failure.code());
    }
  }

  @Test
  void ofOneAgencyTheNewestFewWait() throws Exception {
    try (var bench = new RelayBench(folder, Dialect.TEXT, PATIENT);
        FakeWorker worker = bench.worker();
        TestAgency other = bench.agency()) {
      List<TestAgency> clients = new ArrayList<>();
      List<FakeWorker.Session> sessions = new ArrayList<>();
      other.raw(fin(2));
      sessions.add(worker.accepted());
      sessions.getFirst().skip(1);
      for (int i = 0; i < SessionRegistry.WAITING_MAX + 2; i++) {
        TestAgency client = bench.agency();
        clients.add(client);
        client.raw(fin(1));
        sessions.add(worker.accepted());
        sessions.getLast().skip(1);
      }
      for (TestAgency replaced : clients.subList(0, 2)) {
        assertEquals("ERR,00000037newer connections of this agency wait", text(replaced.all()));
      }
      for (int i = 3; i < sessions.size(); i++) {
        sessions.get(i).raw(ascii(WIN));
      }
      sessions.getFirst().raw(ascii(WIN));
      for (TestAgency answered : clients.subList(2, clients.size())) {
        assertEquals(WIN, text(answered.message()));
      }
      assertEquals(WIN, text(other.message()));
      clients.forEach(TestAgency::close);
      for (FakeWorker.Session session : sessions) {
        session.close();
      }
    }
  }

  @Test
  void onceTheDrawIsMadeNobodyWaitsAndNobodyIsReplaced() throws Exception {
    try (var bench = new RelayBench(folder, Dialect.TEXT, PATIENT);
        FakeWorker worker = bench.worker()) {
      bench.drawn();
      List<TestAgency> clients = new ArrayList<>();
      List<FakeWorker.Session> sessions = new ArrayList<>();
      for (int i = 0; i < SessionRegistry.WAITING_MAX + 2; i++) {
        clients.add(bench.agency());
        clients.getLast().raw(fin(1));
        sessions.add(worker.accepted());
        sessions.getLast().skip(1);
      }
      for (int i = 0; i < clients.size(); i++) {
        sessions.get(i).raw(ascii(WIN));
        assertEquals(WIN, text(clients.get(i).message()));
        clients.get(i).close();
        sessions.get(i).close();
      }
    }
  }

  /** Winners that are on their way to an agency come whole. */
  @Test
  void whoIsBeingAnsweredIsNotReplaced() throws Exception {
    String documents = "30000001,".repeat(20_000) + "30000001";
    String win = String.format(Locale.ROOT, "WIN,%08d%s", documents.length(), documents);
    try (var bench = new RelayBench(folder, Dialect.TEXT, PATIENT);
        FakeWorker worker = bench.worker();
        TestAgency first = bench.agency()) {
      first.raw(fin(1));
      FakeWorker.Session answered = worker.accepted();
      answered.skip(1);
      answered.raw(ascii(win.substring(0, 100_000)));
      String begin = text(first.read(50_000));
      List<TestAgency> newer = new ArrayList<>();
      List<FakeWorker.Session> sessions = new ArrayList<>();
      for (int i = 0; i < SessionRegistry.WAITING_MAX; i++) {
        newer.add(bench.agency());
        newer.getLast().raw(fin(1));
        sessions.add(worker.accepted());
        sessions.getLast().skip(1);
      }
      answered.raw(ascii(win.substring(100_000)));
      String end = text(first.read(win.length() - 50_000));
      assertEquals(win.length(), begin.length() + end.length());
      assertTrue(win.equals(begin + end), "other documents than were sent");
      for (TestAgency client : newer) {
        client.reset();
      }
      answered.close();
      for (FakeWorker.Session session : sessions) {
        session.close();
      }
    }
  }

  /** They may ask again and again how far the draw is; nobody else is read any further. */
  @Test
  @SuppressWarnings("try") // A session is closed before the block ends, as its worker would.
  void drainedItIsAskedOnByWhoHasFinished() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency finished = bench.agency()) {
      // One after the other: whose session the worker is given first would be chance.
      try (FakeWorker.Session asked = begun(finished, 1, worker);
          TestAgency sending = bench.agency();
          FakeWorker.Session stored = begun(sending, 2, worker)) {
        sending.send(batch(1, 10));
        assertEquals(batch(1, 10), stored.request());
        bench.finished(1);
        bench.relay().drain();
        for (int i = 0; i < 3; i++) {
          finished.send(new Request.Results(false));
          assertEquals(new Request.Results(false), asked.request());
          asked.answer(new Reply.Pending(1, 2));
          assertEquals(new Reply.Pending(1, 2), finished.reply());
        }
        stored.answer(ack(1));
        assertEquals(ack(1), sending.reply());
        assertNull(stored.request());
        stored.close();
        assertNull(sending.reply());
        finished.send(new Request.Results(true));
        assertEquals(new Request.Results(true), asked.request());
        asked.answer(new Reply.Winners(List.of("1")));
        assertEquals(new Reply.Winners(List.of("1")), finished.reply());
        finished.end();
        assertNull(asked.request());
      }
    }
  }

  private static FakeWorker.Session begun(TestAgency agency, int number, FakeWorker worker)
      throws Exception {
    var hello = new Request.Hello(number, HELLO.draw());
    agency.send(hello);
    FakeWorker.Session session = worker.accepted();
    assertEquals(hello, session.request());
    session.answer(WELCOME);
    assertEquals(WELCOME, agency.reply());
    return session;
  }

  private static ByteBuffer fin(int agency) {
    return ascii("FIN" + " ".repeat(19) + agency);
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(@Nullable Bytes bytes) throws IOException {
    if (bytes == null) {
      throw new IOException("closed");
    }
    return new String(bytes.array(), bytes.from(), bytes.length(), StandardCharsets.US_ASCII);
  }
}
