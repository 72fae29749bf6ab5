package loteria.bench.scenario;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import loteria.bench.load.Load;
import loteria.bench.load.LoadGenerator;
import loteria.bench.load.LoadOutcome;
import loteria.bench.process.ServerProcess;
import loteria.bench.process.StatusPage;
import loteria.bench.process.Usage;

/**
 * What one load costs each stage of a server, in ns of processor time of all batches together.
 *
 * @param sender of the agencies
 * @param relay of the supervisor
 * @param session of the workers, beside their ledgers' threads
 * @param ledger of the ledgers' threads
 * @param heldNanos how long the ledger's lock was held
 * @param turns how often it was taken
 */
record StageSample(
    LoadOutcome outcome,
    double sender,
    double relay,
    double session,
    double ledger,
    double heldNanos,
    double turns) {
  private static final long REPORT_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** The counters of all processes, at one time. */
  private record Counters(
      double sender, double relay, double workers, double ledger, double held, double turns) {
    static Counters of(ServerProcess server, StatusPage page, long batches)
        throws IOException, InterruptedException {
      List<Long> workers = new ArrayList<>(server.pids());
      long supervisor = workers.removeFirst();
      double ledger = 0;
      for (long worker : workers) {
        ledger += Usage.threadsCpuSeconds(worker, "ledger");
      }
      var own = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      double sender = own.getProcessCpuTime();
      double relay = Usage.of(List.of(supervisor)).cpuSeconds() * 1e9;
      double all = Usage.of(workers).cpuSeconds() * 1e9;
      Map<String, Double> metrics = reported(page, batches);
      return new Counters(
          sender,
          relay,
          all,
          ledger * 1e9,
          metrics.getOrDefault("loteria_worker_lock_held_seconds_total", 0.0) * 1e9,
          metrics.getOrDefault("loteria_worker_turns_total", 0.0));
    }

    /** The metrics once the workers have reported these batches. */
    private static Map<String, Double> reported(StatusPage page, long batches)
        throws IOException, InterruptedException {
      long begun = System.nanoTime();
      Map<String, Double> metrics = page.metrics();
      while (metrics.getOrDefault("loteria_stored_batches_total", 0.0) < batches) {
        if (System.nanoTime() - begun > REPORT_PATIENCE_NANOS) {
          throw new IOException("the workers did not report " + batches + " batches");
        }
        TimeUnit.MILLISECONDS.sleep(20);
        metrics = page.metrics();
      }
      return metrics;
    }
  }

  /**
   * Measures.
   *
   * @param storedBefore batches that the server has acknowledged
   */
  static StageSample of(
      ServerProcess server, StatusPage page, LoadGenerator generator, Load load, long storedBefore)
      throws IOException, InterruptedException, ExecutionException {
    Counters before = Counters.of(server, page, storedBefore);
    LoadOutcome outcome = generator.send(server.address(), load);
    Counters after = Counters.of(server, page, storedBefore + outcome.batches());
    double ledger = after.ledger - before.ledger;
    return new StageSample(
        outcome,
        after.sender - before.sender,
        after.relay - before.relay,
        after.workers - before.workers - ledger,
        ledger,
        after.held - before.held,
        after.turns - before.turns);
  }

  double batchesPerTurn() {
    return outcome.batches() / turns;
  }

  double betsPerBatch() {
    return outcome.bets() / (double) outcome.batches();
  }
}
