package loteria.supervisor.relay;

import static loteria.supervisor.relay.RelayBench.HELLO;
import static loteria.supervisor.relay.RelayBench.WELCOME;
import static loteria.supervisor.relay.RelayBench.ack;
import static loteria.supervisor.relay.RelayBench.batch;
import static loteria.supervisor.relay.RelayBench.ping;
import static loteria.supervisor.relay.RelayBench.pong;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.testkit.CapturedLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RelaySessionTest {
  private static final long SEED = 7574;

  @TempDir private Path folder;

  @Test
  void requestsGoOutAndAnswersComeBackInOrder() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO, batch(1, 100), batch(2, 50_000), ping("x"));
      try (FakeWorker.Session session = worker.accepted()) {
        assertEquals(HELLO, session.request());
        assertEquals(batch(1, 100), session.request());
        assertEquals(batch(2, 50_000), session.request());
        assertEquals(ping("x"), session.request());
        session.answer(WELCOME, ack(1), ack(2), pong("x"));
        assertEquals(WELCOME, agency.reply());
        assertEquals(ack(1), agency.reply());
        assertEquals(ack(2), agency.reply());
        assertEquals(pong("x"), agency.reply());
        agency.end();
        assertNull(session.request());
      }
      assertNull(agency.reply());
    }
  }

  @Test
  void answersComeBackWholeHoweverTheyAreCut() throws Exception {
    ByteBuffer bytes = NativeDialect.encode(new Reply.Winners(List.of("30123456", "28765432")));
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(new Request.Results(true));
      try (FakeWorker.Session session = worker.accepted()) {
        session.request();
        while (bytes.hasRemaining()) {
          session.raw(bytes.slice(bytes.position(), 1));
          bytes.position(bytes.position() + 1);
        }
        assertEquals(new Reply.Winners(List.of("30123456", "28765432")), agency.reply());
        agency.end();
        assertNull(session.request());
      }
    }
  }

  @Test
  void agencyThatHalfClosesStillGetsItsAnswers() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO, batch(1, 10));
      agency.end();
      try (FakeWorker.Session session = worker.accepted()) {
        session.request();
        session.request();
        session.answer(WELCOME, ack(1));
        assertNull(session.request(), "the worker sees that no more will come");
      }
      assertEquals(WELCOME, agency.reply());
      assertEquals(ack(1), agency.reply());
      assertNull(agency.reply());
    }
  }

  @Test
  void agencyThatEndsInsideAMessageIsAnsweredWhatWasWhole() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO);
      agency.raw(NativeDialect.encode(batch(1, 100)).limit(50));
      agency.end();
      try (FakeWorker.Session session = worker.accepted()) {
        assertEquals(HELLO, session.request());
        session.answer(WELCOME);
        assertEquals(WELCOME, agency.reply());
        assertNull(session.request(), "and no part of the next");
      }
      assertEquals(
          new Reply.Failure(ErrorCode.MALFORMED, "the stream ends inside a message"),
          agency.reply());
      assertNull(agency.reply());
    }
  }

  @Test
  void agencyThatIsGoneInsideAMessageTakesItsSessionWithIt() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO);
      try (FakeWorker.Session session = worker.accepted()) {
        assertEquals(HELLO, session.request());
        agency.raw(NativeDialect.encode(batch(1, 100)).limit(50));
        agency.reset();
        assertEnds(session);
      }
    }
  }

  @Test
  void errorOfTheWorkerIsTheLastAnswer() throws Exception {
    var error = new Reply.Failure(ErrorCode.OUT_OF_ORDER, "batch out of order");
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO, batch(7, 10), batch(8, 10));
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(3);
        session.answer(WELCOME, error);
        assertEquals(WELCOME, agency.reply());
        assertEquals(error, agency.reply());
        assertNull(agency.reply());
      }
      assertTrue(worker.waiting().isEmpty(), "it is not moved to another worker");
    }
  }

  /** It is read away by then, and what is left of it would begin with anything. */
  @Test
  void whatComesBehindAnErrorIsNotJudged() throws Exception {
    var error = new Reply.Failure(ErrorCode.OUT_OF_ORDER, "batch out of order");
    byte[] more = new byte[40_000];
    for (int at = 0; at + 40 <= more.length; ) {
      ByteBuffer batch = NativeDialect.encode(batch(8, 10 + at % 7));
      int bytes = Math.min(batch.remaining(), more.length - at);
      batch.get(more, at, bytes);
      at += bytes;
    }
    try (var log = new CapturedLines(RelaySession.class.getPackage());
        var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker()) {
      for (int i = 0; i < 30; i++) {
        try (TestAgency agency = bench.agency()) {
          agency.send(HELLO, batch(7, 10));
          try (FakeWorker.Session session = worker.accepted()) {
            session.skip(2);
            session.answer(WELCOME, error);
            for (int from = 0; from < more.length; from += 100) {
              agency.raw(ByteBuffer.wrap(more, from, 100));
            }
            assertEquals(WELCOME, agency.reply());
            assertEquals(error, agency.reply());
          }
        }
      }
      bench.awaitSessionsEnded();
      assertEquals(List.of(), log.lines("frame does not begin"));
    }
  }

  @Test
  void errorThatNobodyAskedForIsPassedOn() throws Exception {
    var error = new Reply.Failure(ErrorCode.SUPERSEDED, "a newer session took over");
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO);
      try (FakeWorker.Session session = worker.accepted()) {
        session.request();
        session.answer(WELCOME);
        assertEquals(WELCOME, agency.reply());
        session.answer(error);
        assertEquals(error, agency.reply());
        assertNull(agency.reply());
      }
    }
  }

  @Test
  void acknowledgedBatchSpeaksForTheWorker() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO, batch(1, 10));
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(2);
        session.answer(WELCOME);
        agency.reply();
        assertTrue(!bench.pool().hasStored(bench.lastAdmitted()));
        session.answer(ack(1));
        agency.reply();
        agency.end();
        session.message();
      }
      agency.message();
      assertTrue(bench.pool().hasStored(bench.lastAdmitted()));
    }
  }

  @Test
  void tenThousandPipelinedRequestsAreAnswered() throws Exception {
    var random = new Random(SEED);
    List<Bytes> bodies = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      byte[] body = new byte[i % 50 == 0 ? random.nextInt(4096) : random.nextInt(40)];
      random.nextBytes(body);
      bodies.add(Bytes.of(body));
    }
    try (var bench = new RelayBench(folder);
        FakeWorker _ = bench.worker(RelaySessionTest::echo);
        TestAgency agency = bench.agency()) {
      Thread.startVirtualThread(() -> sendAll(agency, bodies));
      for (int i = 0; i < bodies.size(); i++) {
        var pong = assertInstanceOf(Reply.Pong.class, agency.reply());
        assertEquals(bodies.get(i), pong.body(), "answer " + i + ", seed " + SEED);
      }
      assertNull(agency.reply());
    }
  }

  @Test
  void sessionsAreSpreadOverWorkers() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker first = bench.worker();
        FakeWorker second = bench.worker();
        TestAgency one = bench.agency();
        TestAgency other = bench.agency()) {
      one.send(HELLO);
      other.send(HELLO);
      try (FakeWorker.Session a = first.accepted();
          FakeWorker.Session b = second.accepted()) {
        a.skip(1);
        b.skip(1);
        a.answer(WELCOME);
        b.answer(WELCOME);
        assertEquals(WELCOME, one.reply());
        assertEquals(WELCOME, other.reply());
        one.end();
        other.end();
        assertEnds(a);
        assertEnds(b);
      }
    }
  }

  /** Answers PINGs until there are no more. */
  static void echo(FakeWorker.Session session) throws IOException {
    Request request = session.request();
    while (request != null) {
      session.answer(new Reply.Pong(assertInstanceOf(Request.Ping.class, request).body()));
      request = session.request();
    }
  }

  private static void sendAll(TestAgency agency, List<Bytes> bodies) {
    try {
      for (Bytes body : bodies) {
        agency.send(new Request.Ping(body));
      }
      agency.end();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Waits until the relay has ended a session, whatever it still says. */
  private static void assertEnds(FakeWorker.Session session) {
    try {
      while (session.message() != null) {
        // What was on the way.
      }
    } catch (IOException _) {
      // Ended inside a message, as the agency did.
    }
  }
}
