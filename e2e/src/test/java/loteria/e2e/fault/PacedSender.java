package loteria.e2e.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import loteria.e2e.Bets;
import loteria.e2e.Dialer;
import loteria.e2e.NativeClient;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.awaitility.Awaitility;

/**
 * A native agency that sends batch after batch of the same bets, and counts the acknowledged ones.
 */
final class PacedSender implements Callable<Void> {
  private static final long SEED = 23;

  private final NativeClient client;
  private final int agency;
  private final int window;
  private final Request.Batch batch;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong longestPauseNanos = new AtomicLong();
  private volatile boolean ended;

  private PacedSender(NativeClient client, int agency, int window, int perBatch) {
    this.client = client;
    this.agency = agency;
    this.window = window;
    List<List<String>> bets = Bets.of(agency, perBatch, 0, SEED);
    this.batch = Bets.batch(agency, 1, bets, 0, perBatch);
  }

  /**
   * Connects; {@link #call} is run on a thread of its own.
   *
   * @param window how many batches it has in flight
   */
  static PacedSender connect(Dialer server, int agency, int window, int perBatch)
      throws IOException {
    return new PacedSender(NativeClient.hello(server, agency), agency, window, perBatch);
  }

  /** Sends until it is asked to end and everything is acknowledged. */
  @Override
  public Void call() throws IOException {
    try (client) {
      long sent = 0;
      long last = System.nanoTime();
      while (!ended || acknowledged.get() < sent) {
        for (; !ended && sent < acknowledged.get() + window; sent++) {
          client.send(new Request.Batch(sent + 1, batch.rows(), batch.content()));
        }
        if (acknowledged.get() < sent) {
          long next = acknowledged.get() + 1;
          Reply reply = client.receive();
          if (!new Reply.Ack(next, batch.rows()).equals(reply)) {
            throw new AssertionError("agency %d got %s for %d".formatted(agency, reply, next));
          }
          acknowledged.incrementAndGet();
          long now = System.nanoTime();
          longestPauseNanos.accumulateAndGet(now - last, Math::max);
          last = now;
        }
      }
      return null;
    }
  }

  void end() {
    ended = true;
  }

  /** How many batches have been acknowledged. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** Waits until more has been acknowledged than when this was called. */
  void awaitServed() {
    long before = acknowledged.get();
    Awaitility.await("agency " + agency + " is served")
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> acknowledged.get() > before + window);
  }

  /** Restarts the measurement of pauses; a pause in progress counts whole. */
  void forgetPauses() {
    longestPauseNanos.set(0);
  }

  /** The longest time between two ACKs. */
  long longestPauseMs() {
    return longestPauseNanos.get() / 1_000_000;
  }
}
