package loteria.bench.scenario;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import loteria.bench.load.EventStreams;
import loteria.bench.load.Load;
import loteria.bench.load.LoadGenerator;
import loteria.bench.load.LoadOutcome;
import loteria.bench.process.ServerProcess;
import loteria.bench.process.Usage;

/** A load on a server while this many streams of its page's events are open and read. */
final class WatchedIntake {
  private static final Duration LET_GO_PATIENCE = Duration.ofSeconds(20);

  private final ServerProcess server;
  private final LoadGenerator generator;
  private final SocketAddress page;

  /**
   * The outcome.
   *
   * @param cpuSeconds of the server and of this process, which sends
   * @param supervisorCpuSeconds of the supervisor alone, without its workers
   * @param readerCpuSeconds of the thread that reads the streams
   * @param events how many status events each stream had
   */
  record Figures(
      LoadOutcome outcome,
      double cpuSeconds,
      double supervisorCpuSeconds,
      double readerCpuSeconds,
      List<Long> events) {
    double betsPerSecond() {
      return outcome.betsPerSecond();
    }

    double p99Ms() {
      return outcome.latencyMs(99);
    }

    double nanosPerBet() {
      return cpuSeconds * 1e9 / outcome.bets();
    }

    double supervisorNanosPerBet() {
      return supervisorCpuSeconds * 1e9 / outcome.bets();
    }

    double readerCores() {
      return readerCpuSeconds / outcome.seconds();
    }

    /** The mean of the streams. */
    double eventsPerSecond() {
      return events.stream().mapToLong(Long::longValue).average().orElseThrow() / outcome.seconds();
    }

    /** The stream with the fewest. */
    double eventsPerSecondMin() {
      return events.stream().mapToLong(Long::longValue).min().orElseThrow() / outcome.seconds();
    }
  }

  /**
   * @param server one that was started with a page
   */
  WatchedIntake(ServerProcess server, LoadGenerator generator)
      throws IOException, InterruptedException {
    this.server = server;
    this.generator = generator;
    this.page =
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(), (int) server.logged("ready", "http"));
  }

  /** Opens the streams before, and closes them after; neither is measured. */
  Figures measure(Load load, int streams)
      throws IOException, InterruptedException, ExecutionException {
    int filesAtRest = server.openFiles();
    Figures figures;
    try (EventStreams open = EventStreams.open(page, streams)) {
      figures = measure(load, open);
    }
    awaitClosed(filesAtRest);
    return figures;
  }

  private Figures measure(Load load, EventStreams open)
      throws IOException, InterruptedException, ExecutionException {
    double all = cpuSeconds();
    double supervisor = supervisorCpuSeconds();
    double reader = open.cpuSeconds();
    long[] before = open.events();
    LoadOutcome outcome = generator.send(server.address(), load);
    long[] after = open.events();
    return new Figures(
        outcome,
        cpuSeconds() - all,
        supervisorCpuSeconds() - supervisor,
        open.cpuSeconds() - reader,
        IntStream.range(0, after.length).mapToObj(i -> after[i] - before[i]).toList());
  }

  private double cpuSeconds() throws IOException {
    long self = ProcessHandle.current().pid();
    return server.usage().cpuSeconds() + Usage.of(List.of(self)).cpuSeconds();
  }

  private double supervisorCpuSeconds() throws IOException {
    return Usage.of(server.pids().subList(0, 1)).cpuSeconds();
  }

  /** Waits for the server to close the streams; an open one would distort the next measurement. */
  private void awaitClosed(int filesAtRest) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (server.openFiles() > filesAtRest) {
      if (System.nanoTime() - begun > LET_GO_PATIENCE.toNanos()) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "the server has %d files open, and had %d",
                server.openFiles(),
                filesAtRest));
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }
}
