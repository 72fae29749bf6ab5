package loteria.ipc.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import loteria.ipc.logging.ActionLog;

/** What every connection does in the same way. */
public final class Channels {
  private static final ActionLog LOG = new ActionLog(Channels.class);

  static final int DRAIN_BYTES_MAX = 64 << 20;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private Channels() {}

  /** Writes all of a buffer. */
  public static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Writes all of several buffers with gathering writes. */
  public static void write(SocketChannel channel, ByteBuffer[] buffers, int count)
      throws IOException {
    for (int from = 0; from < count; ) {
      channel.write(buffers, from, count - from);
      while (from < count && !buffers[from].hasRemaining()) {
        from++;
      }
    }
  }

  /**
   * Closes a connection after its last reply so that the reply arrives: closing with unread bytes
   * would make the kernel reset the connection and drop what was sent.
   *
   * @param patience how long the peer may continue sending
   */
  public static void closeAfterAnswer(SocketChannel channel, Deadlines deadlines, Duration patience)
      throws IOException {
    closeAfterAnswer(channel, NOTHING.duplicate(), deadlines, patience);
  }

  /**
   * The same with the last reply, which is sent first.
   *
   * @param patience how long the peer may take to take it in, and to stop sending
   */
  public static void closeAfterAnswer(
      SocketChannel channel, ByteBuffer last, Deadlines deadlines, Duration patience)
      throws IOException {
    long deadline = Deadlines.in(patience);
    var cutOff =
        new Deadlines.Watched() {
          @Override
          public long deadlineNanos() {
            return deadline;
          }

          @Override
          public void expire() {
            close(channel);
          }
        };
    try (channel) {
      deadlines.watch(cutOff);
      write(channel, last);
      channel.shutdownOutput();
      drain(channel);
    } finally {
      deadlines.forget(cutOff);
    }
  }

  /** Reads and discards until the stream ends, or until the peer has sent more than it may. */
  static void drain(ReadableByteChannel channel) throws IOException {
    var sink = ByteBuffer.allocate(8 << 10);
    for (long drained = 0; drained < DRAIN_BYTES_MAX; drained += sink.position()) {
      if (channel.read(sink.clear()) < 0) {
        return;
      }
    }
  }

  /** Closes a channel and ignores a failure, about which nothing could be done. */
  public static void close(AutoCloseable channel) {
    try {
      channel.close();
    } catch (Exception e) {
      LOG.detail("close", "error", e);
    }
  }
}
