package loteria.bench.load;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.io.Channels;
import loteria.ipc.io.FrameReader;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * An agency that continues at the next of its servers when one fails or asks it to come later,
 * behind the last batch that is stored. Sends on a thread of its own until it is stopped; any
 * thread may ask how it fares.
 */
final class RoamingAgency implements AutoCloseable {
  private static final long RETRY_AFTER_MS = 50;
  private static final Duration END_LIMIT = Duration.ofSeconds(30);

  private final List<Connector> servers;
  private final int id;
  private final LoadBatches batches;
  private final int window;
  private final ByteBuffer out;
  private final Thread thread;
  private volatile boolean isStopped;
  private volatile @Nullable Throwable failure;
  private volatile long acknowledgedNanos;
  private volatile long longestPauseNanos;
  private volatile long bets;

  /** The last batch that was acknowledged; 0 before the first. */
  private long acknowledged;

  RoamingAgency(List<SocketAddress> servers, int id, LoadBatches batches, int window) {
    this.servers = servers.stream().map(Connector::plain).toList();
    this.id = id;
    this.batches = batches;
    this.window = window;
    this.out = ByteBuffer.allocateDirect(batches.frameBytesMax());
    this.thread = Thread.ofPlatform().name("agency-" + id).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      for (int attempt = 0; !isStopped; attempt++) {
        long retryAfterMs = serve(servers.get(attempt % servers.size()));
        if (!isStopped) {
          TimeUnit.MILLISECONDS.sleep(retryAfterMs);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** Sends over one connection until that ends; returns in how many ms to continue. */
  private long serve(Connector server) {
    try (SocketChannel channel = server.connect(id)) {
      var answers = FrameReader.ofReplies(channel);
      Channels.write(channel, NativeDialect.encode(new Request.Hello(id, "")));
      Reply first = answers.next();
      return first instanceof Reply.Welcome welcome
          ? send(channel, answers, welcome.lastBatch())
          : retryAfterMs(first);
    } catch (IOException _) {
      return RETRY_AFTER_MS;
    }
  }

  private long send(SocketChannel channel, FrameReader<Reply> answers, long stored)
      throws IOException {
    if (stored < acknowledged) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "agency %d: batch %d was acknowledged, and the last one stored is %d",
              id,
              acknowledged,
              stored));
    }
    acknowledged = stored;
    long sent = stored;
    while (!isStopped || sent > acknowledged) {
      while (!isStopped && sent - acknowledged < window) {
        out.clear();
        batches.put(++sent, out);
        Channels.write(channel, out.flip());
      }
      Reply reply = answers.next();
      if (!(reply instanceof Reply.Ack(long batch, int count)) || batch != acknowledged + 1) {
        return retryAfterMs(reply);
      }
      acknowledged = batch;
      noteAck(count);
    }
    return 0;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void noteAck(int count) {
    long now = System.nanoTime();
    if (acknowledgedNanos != 0) {
      longestPauseNanos = Math.max(longestPauseNanos, now - acknowledgedNanos);
    }
    acknowledgedNanos = now;
    bets += count;
  }

  private static long retryAfterMs(@Nullable Reply reply) {
    return reply instanceof Reply.Failure failure && failure.retryAfterMs() > 0
        ? failure.retryAfterMs()
        : RETRY_AFTER_MS;
  }

  /**
   * When its last batch was acknowledged, in ns of {@link System#nanoTime}; 0 if none was.
   *
   * @throws IllegalStateException if it failed for good
   */
  long acknowledgedNanos() {
    if (failure != null) {
      throw new IllegalStateException("agency " + id + " has failed", failure);
    }
    return acknowledgedNanos;
  }

  /** The longest time between two of its ACKs so far. */
  long longestPauseNanos() {
    return longestPauseNanos;
  }

  /** How many bets were acknowledged so far. */
  long bets() {
    return bets;
  }

  /** Sends nothing more. */
  void stop() {
    isStopped = true;
  }

  /** Waits for what is under way. */
  @Override
  public void close() {
    stop();
    try {
      if (!thread.join(END_LIMIT)) {
        thread.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
