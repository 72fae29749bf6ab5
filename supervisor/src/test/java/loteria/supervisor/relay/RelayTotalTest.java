package loteria.supervisor.relay;

import static loteria.supervisor.relay.RelayBench.LONG;
import static loteria.supervisor.relay.RelayBench.WELCOME;
import static loteria.supervisor.relay.RelayBench.ack;
import static loteria.supervisor.relay.RelayBench.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that together hold as much as all may. */
@Timeout(30)
class RelayTotalTest {
  private static final RelayLimits LITTLE =
      new RelayLimits(1 << 20, 64, 4 << 20, 128 << 10, LONG, LONG, LONG, LONG, 500);
  private static final int HALF_BYTES = 100 << 10;

  @TempDir private Path folder;

  @Test
  void beginningsOfMessagesThatTogetherAreTooMuchAreFinishedInTurn() throws Exception {
    try (var bench = new RelayBench(folder, Dialect.NATIVE, LITTLE);
        FakeWorker _ = bench.worker(RelayTotalTest::acknowledge);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        TestAgency agency = begun(bench, i + 1);
        answers.add(threads.submit(() -> answerTo(agency, whole())));
      }
      for (Future<Reply> answer : answers) {
        assertEquals(ack(1), answer.get());
      }
    }
  }

  @Test
  void aSessionKeptWaitingByAnotherGetsARetryTime() throws Exception {
    try (var bench = new RelayBench(folder, Dialect.NATIVE, LITTLE);
        FakeWorker _ = bench.worker(RelayTotalTest::acknowledge);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      TestAgency one = begun(bench, 1);
      TestAgency other = begun(bench, 2);
      ByteBuffer half = whole().slice(0, HALF_BYTES);
      Future<Reply> toOne = threads.submit(() -> answerTo(one, half.duplicate()));
      Future<Reply> toOther = threads.submit(() -> answerTo(other, half.duplicate()));
      org.awaitility.Awaitility.await().until(() -> toOne.isDone() || toOther.isDone());
      boolean isOneAnswered = toOne.isDone();
      Reply answered = isOneAnswered ? toOne.get() : toOther.get();
      var failure = assertInstanceOf(Reply.Failure.class, answered);
      assertEquals(ErrorCode.UNAVAILABLE, failure.code());
      assertEquals(500, failure.retryAfterMs());
      (isOneAnswered ? other : one).raw(whole().position(HALF_BYTES));
      assertEquals(ack(1), (isOneAnswered ? toOther : toOne).get());
    }
  }

  /** A session that has been welcomed. */
  private static TestAgency begun(RelayBench bench, int id) throws IOException {
    TestAgency agency = bench.agency();
    agency.send(new Request.Hello(id, ""));
    assertEquals(WELCOME, agency.reply());
    return agency;
  }

  private static Reply answerTo(TestAgency agency, ByteBuffer bytes) throws IOException {
    agency.raw(bytes);
    Reply reply = agency.reply();
    agency.close();
    assertNotNull(reply);
    return reply;
  }

  private static ByteBuffer whole() {
    return NativeDialect.encode(batch(1, 2 * HALF_BYTES));
  }

  private static void acknowledge(FakeWorker.Session session) throws IOException {
    for (Request next = session.request(); next != null; next = session.request()) {
      session.answer(next instanceof Request.Batch(long id, int _, var _) ? ack(id) : WELCOME);
    }
  }
}
