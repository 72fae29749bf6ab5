package loteria.worker.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.io.Channels;
import loteria.ipc.io.FrameReader;
import loteria.ipc.io.UnixSocket;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.RowDigest;
import org.jspecify.annotations.Nullable;

/** The other end of a session. */
final class Peer implements AutoCloseable {
  private final SocketChannel channel;
  private final FrameReader<Reply> reader;

  private Peer(SocketChannel channel) {
    this.channel = channel;
    this.reader = FrameReader.ofReplies(channel);
  }

  /** Connects as the supervisor does for a session that begins. */
  static Peer connect(Path socket, SessionStart start) throws IOException {
    var peer = new Peer(UnixSocket.connect(socket));
    Channels.write(peer.channel, start.encode());
    return peer;
  }

  SocketChannel channel() {
    return channel;
  }

  /** Says several things in one write. */
  void send(Request... requests) throws IOException {
    List<ByteBuffer> frames = new ArrayList<>();
    for (Request request : requests) {
      frames.add(NativeDialect.encode(request));
    }
    Channels.write(channel, frames.toArray(ByteBuffer[]::new), frames.size());
  }

  void send(String text) throws IOException {
    Channels.write(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  void send(byte[] bytes) throws IOException {
    Channels.write(channel, ByteBuffer.wrap(bytes));
  }

  /** No more will be said; answers are still read. */
  void endOfRequests() throws IOException {
    channel.shutdownOutput();
  }

  /** The next answer in the native dialect; null when the session has ended. */
  @Nullable Reply reply() throws IOException {
    try {
      return reader.next();
    } catch (IOException e) {
      if (isReset(e)) {
        return null;
      }
      throw e;
    }
  }

  /** Says that all is sent, of which so many batches and bets have been acknowledged, and waits. */
  @Nullable Reply finish(long batches, long bets, Request.Batch... sent) throws IOException {
    return ask(new Request.Finish(batches, bets, digest(List.of(sent))));
  }

  /** The digest of the rows of all batches among requests. */
  static long digest(List<? extends Request> sent) {
    var digest = new RowDigest.Running();
    for (Request request : sent) {
      if (request instanceof Request.Batch batch) {
        Bytes rows = batch.content();
        digest.add(rows.array(), rows.from(), rows.to());
      }
    }
    return digest.soFar().value();
  }

  /** Asks and waits for the answer. */
  @Nullable Reply ask(Request request) throws IOException {
    send(request);
    return reply();
  }

  /** The next so many bytes, as text. */
  String text(int length) throws IOException {
    var bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new IOException("ended after " + text(bytes));
      }
    }
    return text(bytes);
  }

  /** All that comes until the session ends, as text. */
  String rest() throws IOException {
    var bytes = ByteBuffer.allocate(1 << 20);
    try {
      while (channel.read(bytes) >= 0) {
        // On to the end.
      }
    } catch (IOException e) {
      if (!isReset(e)) {
        throw e;
      }
    }
    return text(bytes);
  }

  /** Whether nothing has come; does not wait. */
  boolean isSilent() throws IOException {
    channel.configureBlocking(false);
    try {
      return channel.read(ByteBuffer.allocate(1)) == 0;
    } finally {
      channel.configureBlocking(true);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
  }

  /** The end of a session that left some of what was said unread. */
  private static boolean isReset(IOException e) {
    return String.valueOf(e.getMessage()).contains("Connection reset");
  }
}
