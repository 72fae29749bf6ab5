package loteria.supervisor.relay;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import loteria.ipc.message.Dialect;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session's state between the thread that reads the agency and the one that hears the worker. */
@Timeout(120)
class RelayStateScheduleTest {
  private static final int SCHEDULES = 100;
  private static final int REQUESTS = 3;
  private static final int REQUEST_BYTES = 2;
  private static final RelayLimits LIMITS = RelayBench.PATIENT;

  @Test
  void whatCanBePassedOnIsKnownToBeARequest() {
    Lincheck.runConcurrentTest(SCHEDULES, RelayStateScheduleTest::handOver);
  }

  private static void handOver() {
    var pool = new ChunkPool(1 << 20);
    var state = state(pool);
    var reader = new Thread(() -> read(state));
    reader.start();
    passOn(state);
    join(reader);
    check(state.unanswered() == 0, "a request is left");
    state.close();
    check(pool.takenBytes() == 0, "a chunk is not given back");
  }

  private static RelayState state(ChunkPool pool) {
    return new RelayState(new ResumeState(Dialect.NATIVE, 1, LocalDate.EPOCH, 0), LIMITS, pool);
  }

  /** Takes in requests, each of bytes with its number. */
  private static void read(RelayState state) {
    for (byte request = 1; request <= REQUESTS; request++) {
      state.space().put(request).put(request);
      state.appended(REQUEST_BYTES);
      state.requestEnds((long) request * REQUEST_BYTES);
      state.framed();
    }
  }

  /** Reads what can be passed on, and has each request answered once all of it was. */
  private static void passOn(RelayState state) {
    int place = 0;
    int answered = 0;
    while (answered < REQUESTS) {
      for (ByteBuffer view : state.from(place)) {
        for (; view.hasRemaining(); place++) {
          check(view.get() == place / REQUEST_BYTES + 1, "another byte was sent");
        }
      }
      for (; answered < place / REQUEST_BYTES; answered++) {
        check(state.unanswered() > 0, "an answer to what is not known to have been asked");
        state.answered(1);
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
