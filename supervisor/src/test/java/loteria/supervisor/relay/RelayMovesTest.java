package loteria.supervisor.relay;

import static loteria.supervisor.relay.RelayBench.HELLO;
import static loteria.supervisor.relay.RelayBench.LONG;
import static loteria.supervisor.relay.RelayBench.WELCOME;
import static loteria.supervisor.relay.RelayBench.ack;
import static loteria.supervisor.relay.RelayBench.batch;
import static loteria.supervisor.relay.RelayBench.ping;
import static loteria.supervisor.relay.RelayBench.pong;
import static loteria.supervisor.relay.RelayBench.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.BadRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A session whose worker dies continues with another, and the agency sees nothing of it. */
@Timeout(30)
class RelayMovesTest {
  private static final Reply.Refused BAD_ROW =
      new Reply.Refused(1, List.of(new BadRow(0, "number is not from 0 to 9999")));
  private static final int ENDS = 3;
  private static final Reply.Refused HELD_BACK = new Reply.Refused(2, List.of());

  @TempDir private Path folder;

  @Test
  void nextWorkerIsSentWhoseSessionItIsAndExactlyWhatIsUnanswered() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker first = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO, batch(1, 100), batch(2, 200_000), batch(3, 300));
      FakeWorker second;
      try (FakeWorker.Session session = first.accepted()) {
        assertEquals(start(1, 0, 0), session.start());
        session.skip(2);
        session.answer(WELCOME, ack(1));
        assertEquals(WELCOME, agency.reply());
        assertEquals(ack(1), agency.reply());
        bench.withdraw(first);
        // It judges by the day on which the session began, as the one before did.
        bench.midnight();
        second = bench.worker();
      }
      try (FakeWorker.Session session = second.accepted()) {
        assertEquals(start(1, 1, 0), session.start());
        assertEquals(batch(2, 200_000), session.request());
        assertEquals(batch(3, 300), session.request());
        session.answer(ack(2), ack(3));
        assertEquals(ack(2), agency.reply());
        assertEquals(ack(3), agency.reply());
        agency.send(batch(4, 40));
        assertEquals(batch(4, 40), session.request());
        session.answer(ack(4));
        assertEquals(ack(4), agency.reply());
        agency.end();
        assertNull(session.request());
      }
      assertNull(agency.reply());
    }
  }

  @Test
  void answerCutAtAnyByteIsSeenOnceAndWhole() throws Exception {
    byte[] cut = NativeDialect.encode(ack(2)).array();
    int length = NativeDialect.encode(ack(2)).remaining();
    for (int bytes = 0; bytes <= length; bytes++) {
      try (var bench = new RelayBench(folder);
          FakeWorker worker = bench.worker();
          TestAgency agency = bench.agency()) {
        agency.send(HELLO, batch(1, 10), batch(2, 20), batch(3, 30));
        agency.end();
        try (FakeWorker.Session session = worker.accepted()) {
          session.skip(4);
          session.answer(WELCOME, ack(1));
          session.raw(ByteBuffer.wrap(cut, 0, bytes));
        }
        try (FakeWorker.Session session = worker.accepted()) {
          assertEquals(start(1, 1, 0), session.start(), "cut after byte " + bytes);
          Request next = session.request();
          while (next != null) {
            session.answer(ack(assertInstanceOf(Request.Batch.class, next).id()));
            next = session.request();
          }
        }
        assertEquals(WELCOME, agency.reply());
        for (int id = 1; id <= 3; id++) {
          assertEquals(ack(id), agency.reply(), "cut after byte " + bytes);
        }
        assertNull(agency.reply(), "cut after byte " + bytes);
      }
    }
  }

  /** What it asks for is the cause then: moved on and on, it would keep all workers busy. */
  @Test
  void sessionThatEveryWorkerEndsAtOnceIsAbandoned() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO, batch(1, 10));
      for (int i = 0; i < QuickEnds.MAX; i++) {
        worker.accepted().close();
      }
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(2);
        session.answer(WELCOME);
        assertEquals(WELCOME, agency.reply());
      }
      for (int i = 0; i < QuickEnds.MAX; i++) {
        worker.accepted().close();
      }
      var error = assertInstanceOf(Reply.Failure.class, agency.reply());
      assertEquals(ErrorCode.UNAVAILABLE, error.code());
      assertEquals("no worker could answer, try again later", error.text());
      assertNull(agency.reply());
    }
  }

  @Test
  void unansweredHelloIsSentOnce() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO, batch(1, 10));
      worker.accepted().close();
      try (FakeWorker.Session session = worker.accepted()) {
        assertEquals(HELLO, session.request());
        assertEquals(batch(1, 10), session.request());
        session.answer(WELCOME, ack(1));
        assertEquals(WELCOME, agency.reply());
        assertEquals(ack(1), agency.reply());
        agency.end();
        assertNull(session.request());
      }
    }
  }

  @Test
  void requestsBeforeHelloAreNotSentWithIt() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      ByteBuffer together = ByteBuffer.allocate(200);
      together.put(NativeDialect.encode(ping("a"))).put(NativeDialect.encode(ping("b")));
      agency.raw(together.put(NativeDialect.encode(HELLO)).flip());
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(3);
        session.answer(pong("a"), pong("b"), WELCOME);
        assertEquals(pong("a"), agency.reply());
        assertEquals(pong("b"), agency.reply());
        assertEquals(WELCOME, agency.reply());
      }
      try (FakeWorker.Session session = worker.accepted()) {
        assertEquals(start(1, 1, 0), session.start());
        agency.send(batch(1, 10));
        assertEquals(batch(1, 10), session.request());
        session.answer(ack(1));
        assertEquals(ack(1), agency.reply());
        agency.end();
        assertNull(session.request());
      }
    }
  }

  @Test
  void idleSessionMovesUnnoticed() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO);
      for (int i = 0; i < 5; i++) {
        try (FakeWorker.Session session = worker.accepted()) {
          assertEquals(start(1, i == 0 ? 0 : 1, 0), session.start());
          if (i == 0) {
            assertEquals(HELLO, session.request());
            session.answer(WELCOME);
            assertEquals(WELCOME, agency.reply());
          }
        }
      }
      try (FakeWorker.Session session = worker.accepted()) {
        assertEquals(start(1, 1, 0), session.start());
        agency.send(new Request.Results(false));
        assertEquals(new Request.Results(false), session.request());
        session.answer(new Reply.Pending(2, 3));
        assertEquals(new Reply.Pending(2, 3), agency.reply());
        agency.end();
        assertNull(session.request());
      }
    }
  }

  @Test
  void sessionThatWaitsForTheDrawMoves() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO, new Request.Finish(0, 0, 0), new Request.Results(true));
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(3);
        session.answer(WELCOME, new Reply.Finished(1));
        agency.reply();
        assertEquals(new Reply.Finished(1), agency.reply());
      }
      try (FakeWorker.Session session = worker.accepted()) {
        assertEquals(start(1, 1, 0), session.start());
        assertEquals(new Request.Results(true), session.request());
        session.answer(new Reply.Winners(List.of("1")));
        assertEquals(new Reply.Winners(List.of("1")), agency.reply());
        agency.end();
        assertNull(session.request());
      }
    }
  }

  @Test
  void refusedBatchIsNamedSoThatThoseBehindItAreHeldBack() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO, batch(1, 10), batch(2, 20), batch(3, 30));
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(4);
        session.answer(WELCOME, BAD_ROW, HELD_BACK);
        agency.reply();
        assertEquals(BAD_ROW, agency.reply());
        assertEquals(HELD_BACK, agency.reply());
      }
      try (FakeWorker.Session session = worker.accepted()) {
        assertEquals(start(1, 1, 1), session.start());
        assertEquals(batch(3, 30), session.request());
        session.answer(new Reply.Refused(3, List.of()));
        assertEquals(new Reply.Refused(3, List.of()), agency.reply());
        agency.send(batch(1, 8));
        assertEquals(batch(1, 8), session.request());
        session.answer(ack(1));
        assertEquals(ack(1), agency.reply());
      }
      try (FakeWorker.Session session = worker.accepted()) {
        assertEquals(start(1, 1, 0), session.start());
        agency.send(batch(2, 20));
        assertEquals(batch(2, 20), session.request());
        session.answer(ack(2));
        assertEquals(ack(2), agency.reply());
        agency.end();
        assertNull(session.request());
      }
    }
  }

  @Test
  void earlierBatchThatIsAcknowledgedAgainLetsNoneGoThatIsHeldBack() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO, batch(1, 10), batch(2, 20), batch(1, 10));
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(4);
        session.answer(WELCOME, ack(1), new Reply.Refused(2, BAD_ROW.badRows()), ack(1));
        for (int i = 0; i < 4; i++) {
          agency.reply();
        }
      }
      try (FakeWorker.Session session = worker.accepted()) {
        assertEquals(start(1, 1, 2), session.start());
        agency.end();
        assertNull(session.request());
      }
    }
  }

  @Test
  void workerThatDiesWhileItIsSentTheSessionIsFollowedByAnother() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO, batch(1, 10), batch(2, 20));
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(3);
        session.answer(WELCOME, BAD_ROW);
        agency.reply();
        assertEquals(BAD_ROW, agency.reply());
      }
      try (FakeWorker.Session session = worker.accepted()) {
        assertEquals(start(1, 1, 1), session.start());
      }
      try (FakeWorker.Session session = worker.accepted()) {
        assertEquals(start(1, 1, 1), session.start());
        assertEquals(batch(2, 20), session.request());
        session.answer(HELD_BACK);
        assertEquals(HELD_BACK, agency.reply());
        agency.end();
        assertNull(session.request());
      }
    }
  }

  @Test
  void agencyThatHasEndedIsAnsweredByTheNextWorker() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO, batch(1, 10));
      agency.end();
      worker.accepted().close();
      try (FakeWorker.Session session = worker.accepted()) {
        session.request();
        session.request();
        session.answer(WELCOME, ack(1));
        assertNull(session.request());
      }
      assertEquals(WELCOME, agency.reply());
      assertEquals(ack(1), agency.reply());
      assertNull(agency.reply());
    }
  }

  @Test
  void muchThatIsUnansweredIsSentAgainWhole() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      var sender =
          Thread.startVirtualThread(
              () -> {
                try {
                  for (int id = 1; id <= 8; id++) {
                    agency.send(batch(id, 1 << 19));
                  }
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      try (FakeWorker.Session session = worker.accepted()) {
        for (int id = 1; id <= 5; id++) {
          assertEquals(batch(id, 1 << 19), session.request());
        }
        session.answer(ack(1));
        assertEquals(ack(1), agency.reply());
      }
      try (FakeWorker.Session session = worker.accepted()) {
        for (int id = 2; id <= 8; id++) {
          assertEquals(batch(id, 1 << 19), session.request());
          session.answer(ack(id));
          assertEquals(ack(id), agency.reply());
        }
        sender.join();
        agency.end();
        assertNull(session.request());
      }
    }
  }

  @Test
  void workerThatDoesNotListenIsPassedOver() throws Exception {
    try (var bench = new RelayBench(folder)) {
      bench.deafWorker();
      try (FakeWorker worker = bench.worker();
          TestAgency agency = bench.agency()) {
        agency.send(HELLO);
        try (FakeWorker.Session session = worker.accepted()) {
          assertEquals(HELLO, session.request());
          session.answer(WELCOME);
          assertEquals(WELCOME, agency.reply());
          agency.end();
          assertNull(session.request());
        }
      }
    }
  }

  /** Each is another, and dies of something else. */
  @Test
  void sessionWhoseWorkersAllDieContinues() throws Exception {
    try (var bench = new RelayBench(folder);
        TestAgency agency = bench.agency()) {
      agency.send(HELLO);
      for (int i = 0; i < 3 * QuickEnds.MAX; i++) {
        FakeWorker dying = bench.worker();
        FakeWorker.Session session = dying.accepted();
        bench.withdraw(dying);
        session.close();
        dying.close();
      }
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
  void workerThatEndsSessionsIsNotWithdrawnFromAll() throws Exception {
    var ends = new AtomicInteger();
    try (var bench = new RelayBench(folder);
        FakeWorker _ = bench.worker(session -> endOrServe(session, ends))) {
      for (int i = 0; i < 40; i++) {
        ends.set(ENDS);
        try (TestAgency agency = bench.agency()) {
          agency.send(HELLO);
          assertEquals(WELCOME, agency.reply());
          agency.send(ping("x"));
          assertEquals(pong("x"), agency.reply());
          agency.end();
          assertNull(agency.reply());
        }
      }
    }
  }

  @Test
  void withoutAWorkerTheAgencyGetsARetryTime() throws Exception {
    var impatient =
        new RelayLimits(
            1 << 20, 64, 4 << 20, 64 << 20, LONG, LONG, LONG, Duration.ofMillis(300), 1234);
    try (var bench = new RelayBench(folder, Dialect.NATIVE, impatient);
        TestAgency early = bench.agency()) {
      early.send(HELLO);
      assertUnavailable(early);
      try (FakeWorker worker = bench.worker();
          TestAgency agency = bench.agency()) {
        agency.send(HELLO, batch(1, 10));
        try (FakeWorker.Session session = worker.accepted()) {
          session.skip(2);
          session.answer(WELCOME);
          assertEquals(WELCOME, agency.reply());
          bench.withdraw(worker);
        }
        assertUnavailable(agency);
      }
    }
  }

  @Test
  void workerThatTalksNonsenseIsLeft() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO, batch(1, 10));
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(2);
        ByteBuffer together = ByteBuffer.allocate(200);
        together.put(NativeDialect.encode(WELCOME)).put(new byte[50]).flip();
        session.raw(together);
        try (FakeWorker.Session next = worker.accepted()) {
          assertEquals(start(1, 1, 0), next.start());
          assertEquals(batch(1, 10), next.request());
          next.answer(ack(1));
          assertEquals(WELCOME, agency.reply());
          assertEquals(ack(1), agency.reply());
          agency.end();
          assertNull(next.request());
        }
      }
    }
  }

  @Test
  void workerThatAnswersWhatNobodyAskedIsLeft() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO);
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(1);
        session.answer(WELCOME, ack(1));
        try (FakeWorker.Session next = worker.accepted()) {
          assertEquals(start(1, 1, 0), next.start());
          assertEquals(WELCOME, agency.reply());
          agency.send(batch(1, 10));
          assertEquals(batch(1, 10), next.request());
          next.answer(ack(1));
          assertEquals(ack(1), agency.reply());
          agency.end();
          assertNull(next.request());
        }
      }
    }
  }

  /** Serves HELLO once, then ends sessions at once, then serves a PING. */
  private static void endOrServe(FakeWorker.Session session, AtomicInteger ends)
      throws IOException {
    int left = ends.decrementAndGet();
    if (left == ENDS - 1) {
      session.skip(1);
      session.answer(WELCOME);
    } else if (left < 0 && session.request() instanceof Request.Ping(var body)) {
      session.answer(new Reply.Pong(body));
      session.message();
    }
  }

  private static void assertUnavailable(TestAgency agency) throws Exception {
    var failure = assertInstanceOf(Reply.Failure.class, agency.reply());
    assertEquals(ErrorCode.UNAVAILABLE, failure.code());
    assertEquals(1234, failure.retryAfterMs());
    assertNull(agency.reply());
  }
}
