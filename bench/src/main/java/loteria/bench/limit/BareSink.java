package loteria.bench.limit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.codec.Framer;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.io.Channels;
import loteria.ipc.io.MessageReader;
import loteria.ipc.io.UnixSocket;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Limits;
import loteria.ipc.message.Reply;

/** A server that acknowledges every batch without checking or storing its rows. */
final class BareSink {
  private static final int HELLO = 1;
  private static final int TYPE_AT = 3;

  private BareSink() {}

  /** Serves until the process is ended; first prints that it listens. */
  static void run(Path path) throws IOException {
    try (UnixSocket socket = UnixSocket.listen(path)) {
      System.out.println("listening");
      while (true) {
        SocketChannel channel = socket.accept();
        Thread.ofVirtual().start(() -> serve(channel));
      }
    }
  }

  /** Serves one connection in the native dialect, until it ends. */
  static void serve(SocketChannel channel) {
    try (channel) {
      var requests = new MessageReader(channel, Framer.ofRequests(Dialect.NATIVE));
      for (Bytes next = requests.next(); next != null; next = requests.next()) {
        List<ByteBuffer> answers = new ArrayList<>();
        for (Bytes one = next; one != null; one = requests.nextIfHere()) {
          answers.add(NativeDialect.encode(answer(one)));
        }
        Channels.write(channel, answers.toArray(ByteBuffer[]::new), answers.size());
      }
    } catch (IOException _) {
      // The agency is gone.
    }
  }

  private static Reply answer(Bytes message) {
    ByteBuffer bytes = ByteBuffer.wrap(message.array());
    int body = message.from() + Limits.HEADER_BYTES;
    return bytes.get(message.from() + TYPE_AT) == HELLO
        ? new Reply.Welcome(0, 0, Reply.State.OPEN, Limits.REQUEST_BYTES_MAX, 0)
        : new Reply.Ack(bytes.getLong(body), bytes.getInt(body + Long.BYTES));
  }
}
