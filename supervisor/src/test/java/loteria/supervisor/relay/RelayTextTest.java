package loteria.supervisor.relay;

import static loteria.supervisor.relay.RelayBench.LONG;
import static loteria.supervisor.relay.RelayBench.PATIENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the relay promises, promised to an agency of the older system too. */
@Timeout(30)
class RelayTextTest {
  private static final String FIN = "FIN                   1";
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String WIN = "WIN,0000000830123456";

  @TempDir private Path folder;

  @Test
  void betsAndWinnersPass() throws Exception {
    try (var bench = new RelayBench(folder, Dialect.TEXT, PATIENT);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      say(agency, bet(1) + bet(2) + FIN + "\n");
      try (FakeWorker.Session session = worker.accepted()) {
        assertEquals(bet(1), text(session.message()));
        assertEquals(bet(2), text(session.message()));
        assertEquals(FIN, text(session.message()));
        session.raw(ascii(ack(1) + ack(2) + WIN));
        assertEquals(ack(1), text(agency.message()));
        assertEquals(ack(2), text(agency.message()));
        assertEquals(WIN, text(agency.message()));
        agency.end();
        assertNull(session.message());
      }
      assertNull(agency.message());
      assertTrue(bench.pool().hasStored(bench.lastAdmitted()));
    }
  }

  @Test
  void messageThatIsCutShortIsAnErrorBehindTheAnswersBeforeIt() throws Exception {
    String cut = bet(2).substring(0, 30);
    try (var bench = new RelayBench(folder, Dialect.TEXT, PATIENT);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      say(agency, bet(1) + cut);
      agency.end();
      try (FakeWorker.Session session = worker.accepted()) {
        assertEquals(bet(1), text(session.message()));
        session.raw(ascii(ack(1)));
        assertNull(session.message(), "no part of a message is passed on");
      }
      assertEquals(ack(1), text(agency.message()));
      assertEquals("ERR,00000032the stream ends inside a message", text(agency.message()));
      assertNull(agency.message());
    }
  }

  @Test
  void workerThatDiesAtAnyByteOfAnAnswerIsNotNoticed() throws Exception {
    for (int bytes = 0; bytes <= ack(2).length(); bytes++) {
      String where = "cut after byte " + bytes;
      try (var bench = new RelayBench(folder, Dialect.TEXT, PATIENT);
          FakeWorker worker = bench.worker();
          TestAgency agency = bench.agency()) {
        say(agency, bet(1) + bet(2) + bet(3));
        agency.end();
        try (FakeWorker.Session session = worker.accepted()) {
          session.skip(3);
          session.raw(ascii(ack(1) + ack(2).substring(0, bytes)));
        }
        try (FakeWorker.Session session = worker.accepted()) {
          for (int id = bytes == ack(2).length() ? 3 : 2; id <= 3; id++) {
            assertEquals(bet(id), text(session.message()), where);
            session.raw(ascii(ack(id)));
          }
          assertNull(session.message(), where);
        }
        for (int id = 1; id <= 3; id++) {
          assertEquals(ack(id), text(agency.message()), where);
        }
        assertNull(agency.message(), where);
      }
    }
  }

  @Test
  void agencyThatWaitsForItsWinnersMoves() throws Exception {
    try (var bench = new RelayBench(folder, Dialect.TEXT, PATIENT);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      say(agency, FIN + "\n");
      for (int i = 0; i < 3; i++) {
        try (FakeWorker.Session session = worker.accepted()) {
          assertEquals(FIN, text(session.message()));
        }
      }
      try (FakeWorker.Session session = worker.accepted()) {
        assertEquals(FIN, text(session.message()));
        session.raw(ascii(WIN));
        assertEquals(WIN, text(agency.message()));
        agency.end();
        assertNull(session.message());
      }
      assertNull(agency.message());
    }
  }

  /**
   * A worker may die anywhere in a long answer: the next one continues where the agency has had it.
   */
  @Test
  void longAnswerContinuesWhereItsWorkerDied() throws Exception {
    String win = longWin();
    for (int bytes : List.of(1, 12, 16_396, 20_000, 32_780, 45_000, win.length() - 1)) {
      try (var bench = new RelayBench(folder, Dialect.TEXT, PATIENT);
          FakeWorker worker = bench.worker();
          TestAgency agency = bench.agency()) {
        say(agency, FIN);
        agency.end();
        try (FakeWorker.Session session = worker.accepted()) {
          assertEquals(FIN, text(session.message()));
          session.raw(ascii(win.substring(0, bytes)));
        }
        try (FakeWorker.Session session = worker.accepted()) {
          assertEquals(FIN, text(session.message()));
          session.raw(ascii(win));
        }
        assertEquals(win, text(agency.all()), "cut after byte " + bytes);
      }
    }
  }

  /** What would be said of it, its agency would take for documents. */
  @Test
  void longAnswerThatCannotContinueEndsWithoutAnError() throws Exception {
    var limits = new RelayLimits(1 << 20, 64, 4 << 20, 64 << 20, LONG, LONG, LONG, SHORT, 1000);
    String win = longWin();
    try (var bench = new RelayBench(folder, Dialect.TEXT, limits);
        TestAgency agency = bench.agency()) {
      try (FakeWorker worker = bench.worker()) {
        say(agency, FIN);
        try (FakeWorker.Session session = worker.accepted()) {
          assertEquals(FIN, text(session.message()));
          bench.withdraw(worker);
          session.raw(ascii(win.substring(0, 40_000)));
        }
      }
      String had = text(agency.all());
      assertTrue(had.length() > 12 && win.startsWith(had), had.length() + " bytes");
    }
  }

  @Test
  void workerThatAnswersOtherwiseThanTheOneBeforeEndsTheSession() throws Exception {
    String win = longWin();
    try (var bench = new RelayBench(folder, Dialect.TEXT, PATIENT);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      say(agency, FIN);
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(1);
        session.raw(ascii(win.substring(0, 40_000)));
      }
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(1);
        session.raw(ascii(WIN));
        String had = text(agency.all());
        assertTrue(had.length() > 12 && win.startsWith(had), had.length() + " bytes");
      }
    }
  }

  @Test
  void errorOfTheWorkerIsTheLastAnswer() throws Exception {
    try (var bench = new RelayBench(folder, Dialect.TEXT, PATIENT);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      say(agency, bet(1));
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(1);
        session.raw(ascii("ERR,00000003bad"));
        assertEquals("ERR,00000003bad", text(agency.message()));
        assertNull(agency.message());
      }
      assertTrue(worker.waiting().isEmpty());
    }
  }

  @Test
  void aMalformedMessageIsAnsweredByAnError() throws Exception {
    try (var bench = new RelayBench(folder, Dialect.TEXT, PATIENT);
        FakeWorker worker = bench.worker()) {
      for (String bad : new String[] {"BETxxxxxxxx", "BET99999999", "HELLO WORLD"}) {
        try (TestAgency agency = bench.agency();
            FakeWorker.Session _ = worker.accepted()) {
          say(agency, bad);
          assertTrue(text(agency.message()).startsWith("ERR,"), bad);
          assertNull(agency.message());
        }
      }
    }
  }

  @Test
  void oneSessionFollowsAnotherOnAConnectionToTheWorker() throws Exception {
    try (var bench = new RelayBench(folder, Dialect.TEXT, PATIENT);
        FakeWorker worker = bench.worker()) {
      try (FakeWorker.Session session = served(bench, worker, 1)) {
        for (int id = 2; id <= 5; id++) {
          try (TestAgency agency = bench.agency()) {
            say(agency, bet(id));
            assertNull(session.message());
            assertEquals(id, Objects.requireNonNull(session.following()).epoch() & 0xff);
            pass(agency, session, id);
            agency.end();
            assertNull(agency.message());
          }
        }
        assertNull(session.message());
        assertNull(session.following(), "closed, as no other session has come");
      }
      assertTrue(worker.waiting().isEmpty());
    }
  }

  /** The worker may have ended since, as any worker may. */
  @Test
  void connectionThatWasLeftAndHasEndedSinceIsNotNoticed() throws Exception {
    try (var bench = new RelayBench(folder, Dialect.TEXT, PATIENT);
        FakeWorker worker = bench.worker()) {
      served(bench, worker, 1).close();
      try (TestAgency agency = bench.agency()) {
        say(agency, bet(2));
        try (FakeWorker.Session session = worker.accepted()) {
          pass(agency, session, 2);
        }
      }
    }
  }

  /** What a worker says after a session's last answer would be taken for the next one's. */
  @Test
  void connectionOnWhichAWorkerSaysTooMuchIsNotLeft() throws Exception {
    try (var bench = new RelayBench(folder, Dialect.TEXT, PATIENT);
        FakeWorker worker = bench.worker();
        TestAgency agency = bench.agency()) {
      say(agency, bet(1));
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(1);
        session.raw(ascii(ack(1) + "AC"));
        assertEquals(ack(1), text(agency.message()));
        agency.end();
        assertNull(agency.message());
        try (TestAgency other = bench.agency()) {
          say(other, bet(2));
          try (FakeWorker.Session next = worker.accepted()) {
            pass(other, next, 2);
          }
        }
        assertNull(session.message());
        assertNull(session.following());
      }
    }
  }

  /** The worker gets this batch of the agency, and its ACK reaches it. */
  private static void pass(TestAgency agency, FakeWorker.Session session, int id)
      throws IOException {
    assertEquals(bet(id), text(session.message()));
    session.raw(ascii(ack(id)));
    assertEquals(ack(id), text(agency.message()));
  }

  /** A session with one batch; the connection that it has left. */
  private static FakeWorker.Session served(RelayBench bench, FakeWorker worker, int id)
      throws Exception {
    try (TestAgency agency = bench.agency()) {
      say(agency, bet(id));
      FakeWorker.Session session = worker.accepted();
      pass(agency, session, id);
      agency.end();
      assertNull(agency.message());
      return session;
    }
  }

  /** No thread of such a session reads its worker: a server that stops would wait for it. */
  @Test
  void sessionWithNothingUnansweredEndsWithTheLastWorker() throws Exception {
    try (var bench = new RelayBench(folder, Dialect.TEXT, PATIENT);
        FakeWorker worker = bench.worker();
        TestAgency served = bench.agency()) {
      say(served, bet(1));
      FakeWorker.Session session = worker.accepted();
      pass(served, session, 1);
      try (TestAgency silent = bench.agency()) {
        FakeWorker.Session ofSilent = worker.accepted();
        bench.withdraw(worker);
        bench.pool().workers().close();
        session.close();
        ofSilent.close();
        for (TestAgency agency : List.of(served, silent)) {
          assertTrue(text(agency.message()).contains("no worker is ready"));
          assertNull(agency.message());
        }
      }
      bench.awaitSessionsEnded();
    }
  }

  @Test
  void withoutAWorkerTheAgencyGetsAnError() throws Exception {
    var impatient =
        new RelayLimits(
            1 << 20, 64, 4 << 20, 64 << 20, LONG, LONG, LONG, Duration.ofMillis(200), 1000);
    try (var bench = new RelayBench(folder, Dialect.TEXT, impatient);
        TestAgency agency = bench.agency()) {
      say(agency, bet(1));
      assertTrue(text(agency.message()).contains("no worker is ready"));
      assertNull(agency.message());
    }
  }

  private static String bet(int id) {
    String payload = "1,1,Ana,Paz,30123456,1990-05-17,7574\n";
    return "BET%08d%04d%08d;%s".formatted(payload.length(), 1, id, payload);
  }

  private static String ack(int id) {
    String content = "1," + id + "\n";
    return "ACK,%08d,%s".formatted(content.length(), content);
  }

  private static void say(TestAgency agency, String text) throws IOException {
    agency.raw(ascii(text));
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(@Nullable Bytes message) {
    return message == null
        ? "nothing"
        : new String(message.array(), message.from(), message.length(), StandardCharsets.US_ASCII);
  }

  /** An answer of some parts. */
  private static String longWin() {
    var documents = new StringBuilder("10000000");
    for (int i = 1; i < 6_000; i++) {
      documents.append(',').append(10_000_000 + i);
    }
    return "WIN,%08d%s".formatted(documents.length(), documents);
  }
}
