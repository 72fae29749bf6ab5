package loteria.supervisor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import loteria.ipc.message.Dialect;
import loteria.supervisor.pool.MadeUpPool;
import loteria.supervisor.pool.ReadyWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkerConnectionTest {
  private static final int ROUNDS = 5000;
  private static final long SEED = 3;

  @TempDir private Path folder;

  @Test
  void sessionThatEndsWhileItIsConnectedLeavesNoConnection() throws Exception {
    var random = new Random(SEED);
    var pool = new MadeUpPool();
    try (FakeWorker worker = FakeWorker.serving(folder.resolve("w"), FakeWorker.Session::message)) {
      ReadyWorker ready = pool.admit(1, worker.path());
      for (int i = 0; i < ROUNDS; i++) {
        var upstream = new WorkerConnection(pool.workers(), state(), RelayBench.NO_SPARES);
        int spins = random.nextInt(3000);
        Thread ending =
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int spin = 0; spin < spins; spin++) {
                        Thread.onSpinWait();
                      }
                      upstream.closeForGood();
                    });
        SocketChannel connected = upstream.connect(Duration.ofSeconds(1));
        ending.join();
        assertFalse(connected != null && connected.isOpen(), "round " + i + ", seed " + SEED);
        assertEquals(0, ready.sessions(), "round " + i + ", seed " + SEED);
      }
    }
  }

  /** The thread that reads the worker may be quick to give the session to one of the others. */
  @Test
  void sessionThatIsForOthersKeepsTheFirstOfThem() throws Exception {
    var pool = new MadeUpPool();
    var others = new MadeUpPool();
    try (FakeWorker worker = FakeWorker.serving(folder.resolve("w"), FakeWorker.Session::message);
        FakeWorker other = FakeWorker.serving(folder.resolve("o"), FakeWorker.Session::message)) {
      ReadyWorker before = pool.admit(1, worker.path());
      ReadyWorker after = others.admit(1, other.path());
      for (int i = 0; i < ROUNDS; i++) {
        var upstream = new WorkerConnection(pool.workers(), state(), RelayBench.NO_SPARES);
        SocketChannel first = upstream.connect(Duration.ofSeconds(1));
        assertNotNull(first);
        var moved = new CompletableFuture<SocketChannel>();
        Thread reading =
            Thread.ofPlatform()
                .start(
                    () -> {
                      while (first.isOpen()) {
                        Thread.onSpinWait();
                      }
                      try {
                        moved.complete(upstream.connect(Duration.ofSeconds(1)));
                      } catch (InterruptedException e) {
                        moved.completeExceptionally(e);
                      }
                    });
        upstream.serveFrom(others.workers());
        reading.join();
        assertTrue(moved.join().isOpen(), "round " + i);
        assertEquals(0, before.sessions(), "round " + i);
        assertEquals(1, after.sessions(), "round " + i);
        upstream.closeForGood();
      }
    }
  }

  private static RelayState state() {
    var resume = new ResumeState(Dialect.NATIVE, 1, LocalDate.EPOCH, 0);
    return new RelayState(resume, RelayBench.PATIENT, new ChunkPool(64 << 20));
  }
}
