package loteria.supervisor.draw;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import loteria.ipc.channel.Channels;
import loteria.ipc.channel.CoordinationReader;
import loteria.ipc.channel.UnixSocket;
import loteria.ipc.wire.Coordination;
import loteria.ipc.wire.Coordination.DrawRecord;
import loteria.ipc.wire.Coordination.LogSummary;
import loteria.ipc.wire.Coordination.Ready;
import loteria.ipc.wire.CoordinationDialect;
import org.jspecify.annotations.Nullable;

/** A worker's end of the coordinator socket, spoken by the test. */
final class FakeLink implements AutoCloseable {
  static final String TOKEN = "right";

  private final SocketChannel channel;
  private final CoordinationReader reader;
  private boolean writesLines = true;

  private FakeLink(SocketChannel channel) {
    this.channel = channel;
    this.reader = new CoordinationReader(channel);
  }

  /** A worker that has read this in the ledger. */
  static FakeLink join(Path socket, List<Integer> finished, long bytes, DrawRecord... drawn)
      throws IOException {
    return announce(socket, TOKEN, new LogSummary(finished, bytes, List.of(drawn)));
  }

  static FakeLink announce(Path socket, String token, LogSummary ledger) throws IOException {
    var link = new FakeLink(UnixSocket.connect(socket));
    link.say(new Ready(1, 4711, token, "nowhere", ledger));
    return link;
  }

  void say(Coordination message) throws IOException {
    Channels.write(channel, CoordinationDialect.encode(message));
  }

  /** Has the supervisor wait for lines that are never written. */
  void keepLines() {
    writesLines = false;
  }

  /** Waits for what the supervisor says next; null when it has closed the link. */
  @Nullable Coordination hears() throws IOException {
    Coordination message = reader.next();
    if (message instanceof Coordination.FlushLines) {
      if (writesLines) {
        say(new Coordination.LinesFlushed());
      }
      return reader.next();
    }
    return message;
  }

  @Override
  public void close() {
    Channels.close(channel);
  }
}
