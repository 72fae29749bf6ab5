package loteria.supervisor.relay;

import static loteria.supervisor.relay.RelayBench.HELLO;
import static loteria.supervisor.relay.RelayBench.WELCOME;
import static loteria.supervisor.relay.RelayBench.ack;
import static loteria.supervisor.relay.RelayBench.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Of several sessions of one agency the newest is served on. */
@Timeout(30)
class LatestSessionsTest {
  @TempDir private Path folder;

  @Test
  void olderSessionEndsWhenANewerIsWelcomed() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency older = bench.agency()) {
      older.send(HELLO);
      try (FakeWorker.Session first = worker.accepted()) {
        first.skip(1);
        first.answer(WELCOME);
        assertEquals(WELCOME, older.reply());
        welcomeAnotherAndServe(bench, worker, () -> assertSuperseded(older));
      }
    }
  }

  @Test
  void olderSessionThatIsWelcomedLaterEndsItself() throws Exception {
    try (var bench = new RelayBench(folder);
        FakeWorker worker = bench.worker();
        TestAgency older = bench.agency()) {
      older.send(HELLO);
      try (FakeWorker.Session first = worker.accepted()) {
        first.skip(1);
        welcomeAnotherAndServe(
            bench,
            worker,
            () -> {
              first.answer(WELCOME);
              assertEquals(WELCOME, older.reply());
              assertSuperseded(older);
            });
      }
    }
  }

  private interface Step {
    void take() throws Exception;
  }

  /** A newer session is welcomed; it is served on, whatever then happens to the older. */
  private static void welcomeAnotherAndServe(RelayBench bench, FakeWorker worker, Step then)
      throws Exception {
    try (TestAgency newer = bench.agency()) {
      newer.send(HELLO);
      try (FakeWorker.Session session = worker.accepted()) {
        session.skip(1);
        session.answer(WELCOME);
        assertEquals(WELCOME, newer.reply());
        then.take();
        newer.send(batch(1, 10));
        assertEquals(batch(1, 10), session.request());
        session.answer(ack(1));
        assertEquals(ack(1), newer.reply());
        newer.end();
        assertNull(session.request());
      }
    }
  }

  private static void assertSuperseded(TestAgency agency) throws Exception {
    var failure = assertInstanceOf(Reply.Failure.class, agency.reply());
    assertEquals(ErrorCode.SUPERSEDED, failure.code());
    assertNull(agency.reply());
  }
}
