package loteria.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.io.Channels;
import loteria.ipc.io.FrameReader;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** An agency that sends as fast as its window allows. Used by one thread at a time. */
final class LoadAgency implements AutoCloseable {
  private static final long LATENCY_MAX_NS = TimeUnit.MINUTES.toNanos(10);
  private static final int OUT_BYTES_MIN = 64 << 10;

  private final SocketChannel channel;
  private final FrameReader<Reply> answers;
  private final LoadBatches batches;
  private final Load load;
  private final ByteBuffer out;
  private final long[] sentAtNanos;
  private final Histogram latencies = new Histogram(LATENCY_MAX_NS, 3);
  private long sent;
  private long acknowledged;
  private long bets;
  private long bytes;

  /** Connects, and continues after the last batch that the server has. */
  LoadAgency(Connector server, int id, LoadBatches batches, Load load) throws IOException {
    this.batches = batches;
    this.load = load;
    this.sentAtNanos = new long[load.window()];
    this.out =
        ByteBuffer.allocateDirect(
            Math.max(
                OUT_BYTES_MIN,
                Math.min(load.window(), 8) * Math.min(batches.frameBytesMax(), 128 << 10)
                    + batches.frameBytesMax()));
    this.channel = server.connect(id);
    this.answers = FrameReader.ofReplies(channel);
    Reply.Welcome welcome = greet(channel, answers, id);
    this.sent = welcome.lastBatch();
    this.acknowledged = sent;
  }

  /** Finishes the agency and waits for its winners. */
  static int finish(Connector server, int id) throws IOException {
    try (SocketChannel channel = server.connect(id)) {
      var answers = FrameReader.ofReplies(channel);
      Reply.Welcome welcome = greet(channel, answers, id);
      Channels.write(
          channel,
          NativeDialect.encode(
              new Request.Finish(welcome.lastBatch(), welcome.bets(), welcome.digest())));
      reply(answers, Reply.Finished.class);
      Channels.write(channel, NativeDialect.encode(new Request.Results(true)));
      return reply(answers, Reply.Winners.class).documents().size();
    }
  }

  /** Sends until the time is over, and waits for the batches in flight. */
  void send() {
    try {
      long deadline = System.nanoTime() + load.time().toNanos();
      long last = Math.min(Long.MAX_VALUE - sent, load.batchesMax()) + sent;
      while (true) {
        boolean isOver = sent >= last || System.nanoTime() - deadline >= 0;
        if (!isOver) {
          fillWindow(last);
        } else if (acknowledged == sent) {
          return;
        }
        acknowledge(answers.next());
        for (Reply next = answers.nextIfHere(); next != null; next = answers.nextIfHere()) {
          acknowledge(next);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fillWindow(long last) throws IOException {
    while (sent < last && sent - acknowledged < load.window()) {
      out.clear();
      long first = sent + 1;
      while (sent < last && sent - acknowledged < load.window() && batches.put(sent + 1, out)) {
        sent++;
      }
      long now = System.nanoTime();
      for (long id = first; id <= sent; id++) {
        sentAtNanos[(int) (id % sentAtNanos.length)] = now;
      }
      bytes += out.position();
      Channels.write(channel, out.flip());
    }
  }

  private void acknowledge(@Nullable Reply reply) throws IOException {
    if (!(reply instanceof Reply.Ack(long id, int count))) {
      throw new IOException("not acknowledged: " + shown(reply));
    }
    latencies.recordValue(System.nanoTime() - sentAtNanos[(int) (id % sentAtNanos.length)]);
    if (id != acknowledged + 1 || count != batches.rows(id)) {
      throw new IOException(
          String.format(Locale.ROOT, "batch %d of %d bets acknowledged out of order", id, count));
    }
    acknowledged = id;
    bets += count;
  }

  Histogram latencies() {
    return latencies;
  }

  long bets() {
    return bets;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    Channels.close(channel);
  }

  /** Which batch of the agency was stored last. */
  static long lastBatch(Connector server, int id) throws IOException {
    try (SocketChannel channel = server.connect(id)) {
      return greet(channel, FrameReader.ofReplies(channel), id).lastBatch();
    }
  }

  static Reply.Welcome greet(SocketChannel channel, FrameReader<Reply> answers, int id)
      throws IOException {
    Channels.write(channel, NativeDialect.encode(new Request.Hello(id, "")));
    return reply(answers, Reply.Welcome.class);
  }

  static <T extends Reply> T reply(FrameReader<Reply> answers, Class<T> type) throws IOException {
    Reply reply = answers.next();
    if (!type.isInstance(reply)) {
      throw new IOException("not a " + type.getSimpleName() + ": " + shown(reply));
    }
    return type.cast(reply);
  }

  private static Object shown(@Nullable Reply reply) {
    return reply == null ? "the server has closed the connection" : reply;
  }
}
