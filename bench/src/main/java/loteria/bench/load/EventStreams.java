package loteria.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import loteria.ipc.io.Channels;
import org.jspecify.annotations.Nullable;

/**
 * Browsers on the live page: each has a stream of events, and one thread reads and counts the
 * events of all.
 */
public final class EventStreams implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] REQUEST =
      "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII);

  private final Selector selector;
  private final List<StatusCount> counts = new ArrayList<>();
  private final Thread reader = Thread.ofPlatform().name("streams").unstarted(this::read);
  private volatile boolean closed;
  private volatile @Nullable IOException failure;

  private EventStreams(Selector selector) {
    this.selector = selector;
  }

  /** Opens this many streams and returns once each has had its first status. */
  public static EventStreams open(SocketAddress page, int count)
      throws IOException, InterruptedException {
    var streams = new EventStreams(Selector.open());
    try {
      for (int i = 0; i < count; i++) {
        streams.connect(page);
      }
      streams.reader.start();
      streams.awaitFirst();
      return streams;
    } catch (IOException | InterruptedException e) {
      streams.close();
      throw e;
    }
  }

  /**
   * How many status events each stream has received.
   *
   * @throws IOException if one of them has ended
   */
  public long[] events() throws IOException {
    if (failure != null) {
      throw new IOException("a stream of events has ended", failure);
    }
    return counts.stream().mapToLong(StatusCount::events).toArray();
  }

  /** The CPU that the reading has taken so far, user and system. */
  public double cpuSeconds() {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(reader.threadId()) / 1e9;
  }

  /** Closes all with a reset, which the server notices at its next event. */
  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : selector.keys()) {
      Channels.close((SocketChannel) key.channel());
    }
    selector.close();
  }

  private void connect(SocketAddress page) throws IOException {
    SocketChannel channel = SocketChannel.open(page).setOption(StandardSocketOptions.SO_LINGER, 0);
    var count = new StatusCount();
    counts.add(count);
    Channels.write(channel, ByteBuffer.wrap(REQUEST));
    channel.configureBlocking(false).register(selector, SelectionKey.OP_READ, count);
  }

  private void awaitFirst() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    for (long[] now = events(); !hasEach(now); now = events()) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new IOException("not every stream was sent a status");
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private static boolean hasEach(long[] events) {
    for (long one : events) {
      if (one == 0) {
        return false;
      }
    }
    return true;
  }

  private void read() {
    ByteBuffer piece = ByteBuffer.allocateDirect(64 << 10);
    try {
      while (!closed) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          read(key, piece.clear());
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private static void read(SelectionKey key, ByteBuffer piece) throws IOException {
    if (((SocketChannel) key.channel()).read(piece) < 0) {
      throw new EOFException();
    }
    ((StatusCount) key.attachment()).add(piece.flip());
  }
}
