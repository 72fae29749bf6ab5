package loteria.supervisor.relay;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.io.Channels;
import loteria.ipc.io.MessageMemory;
import loteria.ipc.io.MessageReader;
import loteria.ipc.io.UnixSocket;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;

/** A worker's socket, at which the test itself answers. */
final class FakeWorker implements AutoCloseable {
  private final UnixSocket socket;
  private final BlockingQueue<Session> sessions = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  /** What a session is served with, on a thread of its own. */
  interface Script {
    void serve(Session session) throws IOException;
  }

  /** One session that the relay gave to this worker. */
  static final class Session implements AutoCloseable {
    private final SocketChannel channel;
    private MessageReader.@Nullable Session session;

    Session(SocketChannel channel) {
      this.channel = channel;
    }

    /** What the relay says of the session; it must not end before. */
    SessionStart start() throws IOException {
      if (session == null) {
        session = MessageReader.ofSession(channel, new MessageMemory(64 << 20));
      }
      if (session == null) {
        throw new EOFException("the relay has ended the session");
      }
      return session.start();
    }

    /** Waits for the next request; null when the relay has ended the session. */
    @Nullable Bytes message() throws IOException {
      if (session == null) {
        session = MessageReader.ofSession(channel, new MessageMemory(64 << 20));
      }
      return session == null ? null : session.requests().next();
    }

    /** Waits for the session that follows on the connection; null when the relay has closed it. */
    @Nullable SessionStart following() throws IOException {
      return session == null ? null : session.requests().following();
    }

    /** As {@link #message}, decoded from the native dialect. */
    @Nullable Request request() throws IOException {
      Bytes message = message();
      return message == null ? null : NativeDialect.request(message);
    }

    /** The next request if it is here already, else null. */
    @Nullable Request requestIfHere() throws IOException {
      Bytes message = session == null ? null : session.requests().nextIfHere();
      return message == null ? null : NativeDialect.request(message);
    }

    /** Reads requests that the test has nothing to say of. */
    void skip(int count) throws IOException {
      for (int i = 0; i < count; i++) {
        if (message() == null) {
          throw new EOFException("the relay has ended the session");
        }
      }
    }

    void answer(Reply... replies) throws IOException {
      for (Reply reply : replies) {
        raw(NativeDialect.encode(reply));
      }
    }

    void raw(ByteBuffer bytes) throws IOException {
      Channels.write(channel, bytes);
    }

    @Override
    public void close() {
      Channels.close(channel);
    }
  }

  private FakeWorker(UnixSocket socket) {
    this.socket = socket;
  }

  /** Listens; every session waits to be {@link #accepted}. */
  static FakeWorker listen(Path path) throws IOException {
    var worker = new FakeWorker(UnixSocket.listen(path));
    worker.acceptAll(worker.sessions::add);
    return worker;
  }

  /** Listens; every session is served by a script, and closed after it. */
  static FakeWorker serving(Path path, Script script) throws IOException {
    var worker = new FakeWorker(UnixSocket.listen(path));
    worker.acceptAll(session -> Thread.startVirtualThread(() -> serve(session, script)));
    return worker;
  }

  /** Waits for the next session. */
  Session accepted() throws InterruptedException {
    return sessions.take();
  }

  /** Sessions that nobody has accepted. */
  List<Session> waiting() {
    return List.copyOf(sessions);
  }

  Path path() {
    return socket.path();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    socket.close();
    sessions.forEach(Session::close);
  }

  private interface Sink {
    void take(Session session);
  }

  private void acceptAll(Sink sink) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  var session = new Session(socket.accept());
                  sink.take(session);
                  if (closed) {
                    session.close();
                  }
                }
              } catch (ClosedChannelException _) {
                // The test is over.
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static void serve(Session session, Script script) {
    try (session) {
      script.serve(session);
    } catch (IOException _) {
      // The relay took the session away, as it may.
    }
  }
}
