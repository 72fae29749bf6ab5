package loteria.supervisor.relay;

import static loteria.supervisor.relay.RelayBench.FIRST;
import static loteria.supervisor.relay.RelayBench.HELLO;
import static loteria.supervisor.relay.RelayBench.WELCOME;
import static loteria.supervisor.relay.RelayBench.ack;
import static loteria.supervisor.relay.RelayBench.batch;
import static loteria.supervisor.relay.RelayBench.ping;
import static loteria.supervisor.relay.RelayBench.pong;
import static loteria.supervisor.relay.RelayBench.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.supervisor.pool.MadeUpPool;
import loteria.supervisor.pool.ReadyWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A session is for the draw that its HELLO names, and workers of no other draw have it. */
@Timeout(30)
class RelayDrawsTest {
  private static final int NEXT_RUN = 9;
  private static final Request.Hello HELLO_FIRST = new Request.Hello(1, FIRST);
  private static final Request.Hello HELLO_ANOTHER = new Request.Hello(1, "another");
  private static final Reply.Failure REFUSED =
      new Reply.Failure(ErrorCode.HELLO_FIRST, "the session ends");

  @TempDir private Path folder;
  private final MadeUpPool pool = new MadeUpPool();

  @Test
  void sessionIsForTheDrawThatItNames() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker first = bench.worker();
        FakeWorker next = opened(bench);
        TestAgency agency = bench.agency(HELLO_FIRST);
        TestAgency other = bench.agency(HELLO)) {
      try (FakeWorker.Session session = first.accepted()) {
        assertEquals(start(1, 0, 0), session.start());
        assertEquals(HELLO_FIRST, session.request());
        session.answer(WELCOME);
        assertEquals(WELCOME, agency.reply());
      }
      try (FakeWorker.Session session = next.accepted()) {
        assertEquals(((long) NEXT_RUN << 32) + 2, session.start().epoch());
        assertEquals(HELLO, session.request());
        session.answer(WELCOME);
        assertEquals(WELCOME, other.reply());
      }
    }
  }

  @Test
  void nameThatComesLateMovesTheSession() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker first = bench.worker();
        FakeWorker next = opened(bench);
        TestAgency agency = bench.agency()) {
      agency.send(ping("a"), ping("b"));
      ByteBuffer hello = NativeDialect.encode(HELLO_FIRST);
      try (FakeWorker.Session session = next.accepted()) {
        assertEquals(ping("a"), session.request());
        assertEquals(ping("b"), session.request());
        session.answer(pong("a"));
        assertEquals(pong("a"), agency.reply());
        while (hello.hasRemaining()) {
          agency.raw(hello.slice(hello.position(), 1));
          hello.position(hello.position() + 1);
        }
        assertNull(session.request(), "the HELLO is not for it");
      }
      try (FakeWorker.Session session = first.accepted()) {
        assertEquals(start(1, 0, 0), session.start());
        assertEquals(ping("b"), session.request());
        assertEquals(HELLO_FIRST, session.request());
        session.answer(pong("b"), WELCOME);
        assertEquals(pong("b"), agency.reply());
        assertEquals(WELCOME, agency.reply());
        agency.send(HELLO, batch(1, 10));
        assertEquals(HELLO, session.request(), "a second HELLO moves nothing");
        assertEquals(batch(1, 10), session.request());
        session.answer(REFUSED);
        assertEquals(REFUSED, agency.reply());
      }
    }
  }

  @Test
  void sessionThatSaidNothingBeforeTheNextDrawOpenedIsForThat() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker first = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(ping("early"));
      try (FakeWorker.Session before = first.accepted()) {
        assertEquals(ping("early"), before.request());
        before.answer(pong("early"));
        assertEquals(pong("early"), agency.reply());
        try (FakeWorker next = opened(bench)) {
          agency.send(HELLO);
          try (FakeWorker.Session session = next.accepted()) {
            assertEquals(HELLO, session.request());
            session.answer(REFUSED);
            assertEquals(REFUSED, agency.reply());
          }
        }
      }
    }
  }

  @Test
  void sessionThatBeganStaysWithItsDraw() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker first = bench.worker();
        TestAgency agency = bench.agency()) {
      agency.send(HELLO, batch(1, 10));
      try (FakeWorker.Session session = first.accepted()) {
        session.skip(2);
        session.answer(WELCOME);
        assertEquals(WELCOME, agency.reply());
      }
      try (FakeWorker _ = opened(bench);
          FakeWorker.Session session = first.accepted()) {
        assertEquals(
            start(1, 1, 0), session.start(), "its worker died, another of its draw has it");
        assertEquals(batch(1, 10), session.request());
        session.answer(ack(1));
        assertEquals(ack(1), agency.reply());
      }
    }
  }

  @Test
  void drawThatIsNotOpenIsForTheCurrentOneToRefuse() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker next = opened(bench);
        TestAgency agency = bench.agency(HELLO_ANOTHER)) {
      try (FakeWorker.Session session = next.accepted()) {
        assertEquals(HELLO_ANOTHER, session.request());
        session.answer(REFUSED);
        assertEquals(REFUSED, agency.reply());
      }
    }
  }

  @Test
  void newestSessionOfOneDrawEndsNoneOfAnother() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker first = bench.worker();
        FakeWorker next = opened(bench);
        TestAgency late = bench.agency(HELLO_FIRST);
        TestAgency agency = bench.agency(HELLO)) {
      try (FakeWorker.Session ofFirst = first.accepted();
          FakeWorker.Session ofNext = next.accepted()) {
        ofFirst.skip(1);
        ofNext.skip(1);
        ofFirst.answer(WELCOME);
        assertEquals(WELCOME, late.reply());
        ofNext.answer(WELCOME);
        assertEquals(WELCOME, agency.reply());
        late.send(ping("still"));
        assertEquals(ping("still"), ofFirst.request());
        ofFirst.answer(pong("still"));
        assertEquals(pong("still"), late.reply());
      }
    }
  }

  /** Opens the next draw. */
  private FakeWorker opened(RelayBench bench) throws IOException {
    FakeWorker worker = FakeWorker.listen(folder.resolve("next"));
    ReadyWorker _ = pool.admit(1, worker.path());
    bench
        .draws()
        .open(
            new OpenDraw(
                "next", NEXT_RUN, pool.workers(), new OpenDraw.Progress(_ -> false, () -> false)));
    return worker;
  }
}
