package loteria.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Agencies of the text dialect: each opens a connection, sends one batch, waits for its ACK, closes
 * the connection, and repeats.
 */
public final class TextLoad {
  private final RowPool pool;

  public TextLoad(RowPool pool) {
    this.pool = pool;
  }

  /**
   * Sends for some time.
   *
   * @param lastBatches number of each agency's last batch before; updated
   * @return the outcome for each agency
   */
  public List<LoadOutcome> send(
      Connector server, int agencies, int betsEach, long[] lastBatches, Duration time)
      throws InterruptedException, ExecutionException {
    List<Future<LoadOutcome>> sending = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(agencies)) {
      for (int id = 1; id <= agencies; id++) {
        int agency = id;
        sending.add(threads.submit(() -> sendOne(server, agency, betsEach, lastBatches, time)));
      }
      List<LoadOutcome> outcomes = new ArrayList<>();
      for (Future<LoadOutcome> one : sending) {
        outcomes.add(one.get());
      }
      return outcomes;
    }
  }

  private LoadOutcome sendOne(
      Connector server, int agency, int betsEach, long[] lastBatches, Duration time) {
    var latencies = new Histogram(3);
    var exchange = new TextExchange(pool, agency, betsEach);
    long begun = System.nanoTime();
    long now = begun;
    long bets = 0;
    long bytes = 0;
    try {
      while (now - begun < time.toNanos()) {
        bytes += exchange.send(server, ++lastBatches[agency - 1]);
        latencies.recordValue(System.nanoTime() - now);
        now = System.nanoTime();
        bets += betsEach;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LoadOutcome(latencies.getTotalCount(), bets, bytes, (now - begun) / 1e9, latencies);
  }
}
