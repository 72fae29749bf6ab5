package loteria.supervisor.relay;

import java.nio.ByteBuffer;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The request log between the thread that reads the agency and the one that hears the worker. */
@Timeout(120)
class RequestLogScheduleTest {
  private static final int SCHEDULES = 100;
  private static final int REQUESTS = 3;
  private static final int REQUEST_BYTES = 2;

  @Test
  void whatCanBePassedOnIsKnownToBeARequest() {
    Lincheck.runConcurrentTest(SCHEDULES, RequestLogScheduleTest::handOver);
  }

  private static void handOver() {
    var pool = new ChunkPool(1 << 20);
    var log = new RequestLog(pool);
    var reader = new Thread(() -> read(log));
    reader.start();
    passOn(log);
    join(reader);
    check(log.unanswered() == 0, "a request is left");
    log.close();
    check(pool.takenBytes() == 0, "a chunk is not given back");
  }

  /** Takes in requests, each of bytes with its number. */
  private static void read(RequestLog log) {
    for (byte request = 1; request <= REQUESTS; request++) {
      log.space().put(request).put(request);
      log.appended(REQUEST_BYTES);
      log.requestEnds((long) request * REQUEST_BYTES);
      log.framed();
    }
  }

  /** Reads what can be passed on, and has each request answered once all of it was. */
  private static void passOn(RequestLog log) {
    int place = 0;
    int answered = 0;
    while (answered < REQUESTS) {
      for (ByteBuffer view : log.from(place)) {
        for (; view.hasRemaining(); place++) {
          check(view.get() == place / REQUEST_BYTES + 1, "another byte was sent");
        }
      }
      for (; answered < place / REQUEST_BYTES; answered++) {
        check(log.unanswered() > 0, "an answer to what is not known to have been asked");
        log.answeredOne();
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** As JUnit's, which is not followed step by step. */
  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
