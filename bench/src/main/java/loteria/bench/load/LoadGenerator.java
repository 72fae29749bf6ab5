package loteria.bench.load;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** Many agencies at once, in this process. */
public final class LoadGenerator {
  /** The most agencies with a thread of their own; more share the threads of a pool. */
  private static final int OWN_THREADS_MAX = 16;

  private final RowPool pool;

  public LoadGenerator(RowPool pool) {
    this.pool = pool;
  }

  /** Connects all agencies, has them send, and waits until everything is acknowledged. */
  public LoadOutcome send(SocketAddress server, Load load)
      throws IOException, InterruptedException, ExecutionException {
    return send(Connector.plain(server), load);
  }

  /** As {@link #send(SocketAddress, Load)}, over connections of this kind. */
  public LoadOutcome send(Connector server, Load load)
      throws IOException, InterruptedException, ExecutionException {
    List<LoadAgency> agencies = new ArrayList<>();
    try (ExecutorService threads = threads(load.agencies())) {
      for (int id = 1; id <= load.agencies(); id++) {
        agencies.add(new LoadAgency(server, id, new LoadBatches(pool, id, load.size()), load));
      }
      // Now, and not during the measurement, where the pause would be charged to the server.
      System.gc();
      long begun = System.nanoTime();
      List<Future<?>> sending = new ArrayList<>();
      for (LoadAgency agency : agencies) {
        sending.add(threads.submit(agency::send));
      }
      for (Future<?> one : sending) {
        one.get();
      }
      return outcome(agencies, (System.nanoTime() - begun) / 1e9);
    } finally {
      for (LoadAgency agency : agencies) {
        agency.close();
      }
    }
  }

  /**
   * Has all agencies finish, and waits until each has its winners.
   *
   * @return how many there are
   */
  public static int finish(SocketAddress server, int agencies)
      throws IOException, InterruptedException, ExecutionException {
    int winners = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> waiting = new ArrayList<>();
      for (int id = 1; id <= agencies; id++) {
        int agency = id;
        waiting.add(threads.submit(() -> LoadAgency.finish(Connector.plain(server), agency)));
      }
      for (Future<Integer> one : waiting) {
        winners += one.get();
      }
    }
    return winners;
  }

  /** The number of each agency's last batch, from agency 1 on. */
  public static long[] lastBatches(Connector server, int agencies) throws IOException {
    long[] last = new long[agencies];
    for (int id = 1; id <= agencies; id++) {
      last[id - 1] = LoadAgency.lastBatch(server, id);
    }
    return last;
  }

  private static ExecutorService threads(int agencies) {
    return agencies <= OWN_THREADS_MAX
        ? Executors.newFixedThreadPool(agencies)
        : Executors.newVirtualThreadPerTaskExecutor();
  }

  private static LoadOutcome outcome(List<LoadAgency> agencies, double seconds) {
    var all = new Histogram(3);
    long batches = 0;
    long bets = 0;
    long bytes = 0;
    for (LoadAgency agency : agencies) {
      Histogram one = agency.latencies();
      double intervalNs = seconds * 1e9 / Math.max(1, one.getTotalCount());
      all.add(one.copyCorrectedForCoordinatedOmission(Math.max(1, (long) intervalNs)));
      batches += one.getTotalCount();
      bets += agency.bets();
      bytes += agency.bytes();
    }
    return new LoadOutcome(batches, bets, bytes, seconds, all);
  }
}
