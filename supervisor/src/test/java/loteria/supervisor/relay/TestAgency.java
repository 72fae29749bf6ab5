package loteria.supervisor.relay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import loteria.ipc.codec.Framer;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.io.Channels;
import loteria.ipc.io.MessageReader;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;

/** The agency's end of a session, spoken by the test. */
final class TestAgency implements AutoCloseable {
  private final SocketChannel channel;
  private final MessageReader answers;

  TestAgency(SocketAddress server, Dialect dialect) throws IOException {
    channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    answers = new MessageReader(channel, Framer.ofReplies(dialect));
  }

  void send(Request... requests) throws IOException {
    for (Request request : requests) {
      raw(NativeDialect.encode(request));
    }
  }

  void raw(ByteBuffer bytes) throws IOException {
    Channels.write(channel, bytes);
  }

  /** Waits for the next answer; null when there are no more. */
  @Nullable Bytes message() throws IOException {
    return answers.next();
  }

  /** Waits for some bytes; how many they are, -1 at the end. */
  int some(int max) throws IOException {
    return channel.read(ByteBuffer.allocate(max));
  }

  /** Waits for so many bytes; fewer where the end comes before. */
  Bytes read(int count) throws IOException {
    var bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
    return Bytes.of(bytes.array(), 0, bytes.position());
  }

  /** Waits for the end; all that came before it. */
  Bytes all() throws IOException {
    var all = new ByteArrayOutputStream();
    var part = ByteBuffer.allocate(8 << 10);
    while (channel.read(part.clear()) >= 0) {
      all.write(part.array(), 0, part.position());
    }
    return Bytes.of(all.toByteArray());
  }

  /** As {@link #message}, decoded from the native dialect. */
  @Nullable Reply reply() throws IOException {
    Bytes message = message();
    return message == null ? null : NativeDialect.reply(message);
  }

  /** Says that no more will come. */
  void end() throws IOException {
    channel.shutdownOutput();
  }

  /** Is gone without a word, as after a crash. */
  void reset() throws IOException {
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    channel.close();
  }

  @Override
  public void close() {
    Channels.close(channel);
  }
}
