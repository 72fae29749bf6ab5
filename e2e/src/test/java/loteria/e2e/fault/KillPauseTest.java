package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import loteria.e2e.RunningServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The time that an agency waits for an ACK when its worker is killed and another one is ready. */
@Tag("fault")
@ParameterizedClass
@EnumSource
@Timeout(120)
class KillPauseTest {
  private static final int AGENCIES = 4;
  private static final int KILLS = 10;

  /** Far more than the goal of 250 ms: the pauses are printed, and the machine may be busy. */
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

  @TempDir Path folder;
  private final Transport transport;

  KillPauseTest(Transport transport) {
    this.transport = transport;
  }

  @Test
  void anAgencyWhoseWorkerIsKilledIsServedOnSoon()
      throws IOException, InterruptedException, ExecutionException {
    Access access = transport.access(folder);
    int kills = transport.share(KILLS);
    long[] pausesMs = new long[kills];
    try (RunningServer server =
            access.start(folder, 2, AGENCIES, RunningServer.ACTIVE_WORKERS, "1");
        ExecutorService threads = Executors.newFixedThreadPool(AGENCIES)) {
      List<PacedSender> senders = new ArrayList<>();
      for (int id = 1; id <= AGENCIES; id++) {
        senders.add(PacedSender.connect(access.dialer(server), id, 1, 10));
      }
      List<Future<?>> sending = new ArrayList<>();
      senders.forEach(sender -> sending.add(threads.submit(sender)));
      for (int kill = 0; kill < kills; kill++) {
        pausesMs[kill] = longestPauseMs(server, senders, kill);
        server.awaitReady(2 + kill + 1);
      }
      senders.forEach(PacedSender::end);
      for (Future<?> sender : sending) {
        sender.get();
      }
    }
    System.out.printf(
        "longest pause after each kill, %s: %s ms, median %d ms%n",
        transport,
        LongStream.of(pausesMs).boxed().toList(),
        LongStream.of(pausesMs).sorted().toArray()[kills / 2]);
    assertTrue(LongStream.of(pausesMs).allMatch(pause -> pause < PAUSE_MAX.toMillis()));
  }

  /**
   * Kills the two workers in turn: each time the one that has all sessions, which moved to it the
   * time before. Waits until all are served again.
   */
  private static long longestPauseMs(RunningServer server, List<PacedSender> senders, int kill) {
    senders.forEach(PacedSender::forgetPauses);
    List<ProcessHandle> workers = List.copyOf(server.workers().values());
    ProcessHandle worker = workers.get(kill % workers.size());
    worker.destroyForcibly();
    server.program().awaitLine("worker_exit .* pid: " + worker.pid());
    senders.forEach(PacedSender::awaitServed);
    return senders.stream().mapToLong(PacedSender::longestPauseMs).max().orElseThrow();
  }
}
