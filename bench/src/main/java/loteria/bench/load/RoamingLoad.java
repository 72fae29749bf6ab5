package loteria.bench.load;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Agencies that send until they are stopped, whichever of their servers fails meanwhile. */
public final class RoamingLoad implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<RoamingAgency> agencies = new ArrayList<>();

  /**
   * Begins to send.
   *
   * @param servers each agency goes from one to the next
   */
  public RoamingLoad(
      RowPool pool, List<SocketAddress> servers, int agencies, int window, BatchSize size) {
    for (int id = 1; id <= agencies; id++) {
      this.agencies.add(new RoamingAgency(servers, id, new LoadBatches(pool, id, size), window));
    }
    System.gc();
    this.agencies.forEach(RoamingAgency::start);
  }

  /**
   * Waits until each agency has had an ACK at a time after this one, in ns of {@link
   * System#nanoTime}.
   *
   * @throws IllegalStateException if that takes more than a minute
   */
  public void awaitAcksAfter(long nanos) throws InterruptedException {
    long begun = System.nanoTime();
    for (RoamingAgency agency : agencies) {
      while (agency.acknowledgedNanos() == 0 || agency.acknowledgedNanos() - nanos <= 0) {
        if (System.nanoTime() - begun > PATIENCE.toNanos()) {
          throw new IllegalStateException("an agency got no ACK within " + PATIENCE);
        }
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
  }

  /** The longest time between two ACKs of any agency so far. */
  public double longestPauseSeconds() {
    return agencies.stream().mapToLong(RoamingAgency::longestPauseNanos).max().orElseThrow() / 1e9;
  }

  /** How many bets were acknowledged so far. */
  public long bets() {
    return agencies.stream().mapToLong(RoamingAgency::bets).sum();
  }

  /** Stops, and waits for the batches under way. */
  @Override
  public void close() {
    agencies.forEach(RoamingAgency::stop);
    agencies.forEach(RoamingAgency::close);
  }
}
