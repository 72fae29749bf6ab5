package loteria.supervisor.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.io.UnixSocket;
import loteria.ipc.message.Dialect;
import loteria.supervisor.pool.MadeUpPool;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session's move to another worker, between the thread that reads the agency and the one that
 * hears the worker: the next worker is sent what is unanswered, all of it, once, in order, and that
 * no more will come.
 */
@Timeout(120)
class MoveScheduleTest {
  private static final int SCHEDULES = 100;
  private static final int REQUESTS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final ByteBuffer START =
      new SessionStart(Dialect.NATIVE, 1, 0, 0, LocalDate.EPOCH, 0).encode();

  private static final RelayLimits LIMITS = RelayBench.PATIENT;

  private final ChunkPool chunks = new ChunkPool(1 << 20);
  private final MadeUpPool pool = new MadeUpPool();

  @Test
  void nextWorkerIsSentWhatIsUnanswered(@TempDir Path folder) throws IOException {
    try (UnixSocket workers = UnixSocket.listen(folder.resolve("w"))) {
      pool.admit(1, workers.path());
      Lincheck.runConcurrentTest(SCHEDULES, () -> move(workers));
    }
  }

  private void move(UnixSocket workers) {
    var state = state(chunks);
    var upstream = new WorkerConnection(pool.workers(), state, RelayBench.NO_SPARES);
    try {
      SocketChannel connected = upstream.connect(PATIENCE);
      check(connected != null, "there is a worker");
      try (SocketChannel first = accepted(workers)) {
        var reader = new Thread(() -> read(state, upstream));
        reader.start();
        int answered = answer(first, state);
        upstream.connect(PATIENCE);
        upstream.send();
        reader.join();
        try (SocketChannel second = accepted(workers)) {
          begins(second);
          int next = answered;
          for (int byteSent = nextByte(second); byteSent >= 0; byteSent = nextByte(second)) {
            check(byteSent == ++next, "request " + byteSent + " is sent in place of " + next);
          }
          check(next == REQUESTS, "request " + next + " is the last that is sent");
        }
      }
      upstream.closeForGood();
      state.close();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("nobody ended the session", e);
    }
  }

  private static RelayState state(ChunkPool pool) {
    return new RelayState(new ResumeState(Dialect.NATIVE, 1, LocalDate.EPOCH, 0), LIMITS, pool);
  }

  /** The agency's requests come, each a byte that is its number. */
  private static void read(RelayState state, WorkerConnection upstream) {
    for (byte request = 1; request <= REQUESTS; request++) {
      state.space().put(request);
      state.appended(1);
      state.requestEnds(request);
      state.framed();
      upstream.send();
    }
    upstream.end();
  }

  /** The first worker answers what it has been sent by now. */
  private static int answer(SocketChannel worker, RelayState state) throws IOException {
    int answered = 0;
    var all = ByteBuffer.allocate(START.limit() + REQUESTS);
    worker.read(all);
    for (int place = START.limit(); place < all.position(); place++) {
      check(all.get(place) == ++answered, "a request is sent out of order");
      state.answered(1);
    }
    return answered;
  }

  private static void begins(SocketChannel worker) throws IOException {
    var start = ByteBuffer.allocate(START.limit());
    worker.read(start);
    check(start.flip().equals(START), "the session's start is not said first");
  }

  private static SocketChannel accepted(UnixSocket workers) throws IOException {
    SocketChannel accepted = workers.accept();
    accepted.configureBlocking(false);
    return accepted;
  }

  /** -1 at the end. */
  private static int nextByte(SocketChannel worker) throws IOException {
    var one = ByteBuffer.allocate(1);
    int read = worker.read(one);
    check(read != 0, "more is missing, if only the end");
    return read < 0 ? read : one.get(0);
  }

  /** As JUnit's, which is not followed step by step. */
  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
