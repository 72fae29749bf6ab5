package loteria.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import loteria.ipc.codec.FrameHeader;
import loteria.ipc.codec.Framer;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.io.Channels;
import loteria.ipc.io.MessageReader;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Limits;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** An agency that sends as fast as its window allows. Used by one thread at a time. */
final class LoadAgency implements AutoCloseable {
  private static final long LATENCY_MAX_NS = TimeUnit.MINUTES.toNanos(10);
  private static final int OUT_BYTES_MIN = 64 << 10;

  private final SocketChannel channel;
  private final MessageReader answers;
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
  LoadAgency(SocketAddress server, int id, LoadBatches batches, Load load) throws IOException {
    this.batches = batches;
    this.load = load;
    this.sentAtNanos = new long[load.window()];
    this.out =
        ByteBuffer.allocateDirect(
            Math.max(
                OUT_BYTES_MIN,
                Math.min(load.window(), 8) * Math.min(batches.frameBytesMax(), 128 << 10)
                    + batches.frameBytesMax()));
    this.channel = connect(server);
    this.answers = new MessageReader(channel, Framer.ofReplies(Dialect.NATIVE));
    Reply.Welcome welcome = greet(channel, answers, id);
    this.sent = welcome.lastBatch();
    this.acknowledged = sent;
  }

  /** Finishes the agency and waits for its winners. */
  static int finish(SocketAddress server, int id) throws IOException {
    try (SocketChannel channel = connect(server)) {
      var answers = new MessageReader(channel, Framer.ofReplies(Dialect.NATIVE));
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
        for (Bytes next = answers.nextIfHere(); next != null; next = answers.nextIfHere()) {
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

  private void acknowledge(@Nullable Bytes message) throws IOException {
    if (!(decode(message) instanceof Reply.Ack(long id, int count))) {
      throw new IOException("not acknowledged: " + decode(message));
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

  private static SocketChannel connect(SocketAddress server) throws IOException {
    return SocketChannel.open(server).setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  private static Reply.Welcome greet(SocketChannel channel, MessageReader answers, int id)
      throws IOException {
    Channels.write(channel, NativeDialect.encode(new Request.Hello(id, "")));
    return reply(answers, Reply.Welcome.class);
  }

  private static <T extends Reply> T reply(MessageReader answers, Class<T> type)
      throws IOException {
    Reply reply = decode(answers.next());
    if (!type.isInstance(reply)) {
      throw new IOException("not a " + type.getSimpleName() + ": " + reply);
    }
    return type.cast(reply);
  }

  private static Reply decode(@Nullable Bytes message) throws IOException {
    if (message == null) {
      throw new EOFException("the server has closed the connection");
    }
    var header =
        FrameHeader.read(ByteBuffer.wrap(message.array()), message.from(), Limits.REPLY_BYTES_MAX);
    int body = message.from() + Limits.HEADER_BYTES;
    return NativeDialect.reply(header, Bytes.of(message.array(), body, message.to()));
  }
}
