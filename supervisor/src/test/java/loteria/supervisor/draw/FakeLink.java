package loteria.supervisor.draw;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import loteria.ipc.codec.WorkerDialect;
import loteria.ipc.io.Channels;
import loteria.ipc.io.FrameReader;
import loteria.ipc.io.UnixSocket;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.message.WorkerMessage.LogSummary;
import loteria.ipc.message.WorkerMessage.Ready;
import org.jspecify.annotations.Nullable;

/** A worker's end of the coordinator socket, driven by the test. */
final class FakeLink implements AutoCloseable {
  static final String TOKEN = "right";

  private final SocketChannel channel;
  private final FrameReader<WorkerMessage> reader;
  private final BlockingQueue<Optional<WorkerMessage>> heard = new LinkedBlockingQueue<>();
  private volatile boolean writesLines = true;
  private final boolean makesSteps;

  private FakeLink(SocketChannel channel, boolean makesSteps) {
    this.channel = channel;
    this.makesSteps = makesSteps;
    this.reader = FrameReader.ofWorkerMessages(channel);
    Thread.ofVirtual().start(this::readAll);
  }

  /** Obeys some orders at once, so that a test of one worker need not care for the others. */
  private void readAll() {
    try {
      WorkerMessage message = reader.next();
      while (message != null) {
        if (!isObeyed(message)) {
          heard.add(Optional.of(message));
        }
        message = reader.next();
      }
    } catch (IOException _) {
      // The test has closed the link.
    }
    heard.add(Optional.empty());
  }

  /** A worker that has read this in the ledger. */
  static FakeLink join(Path socket, List<Integer> finished, long bytes, DrawRecord... drawn)
      throws IOException {
    return announce(socket, TOKEN, new LogSummary(finished, bytes, List.of(drawn), DrawStage.OPEN));
  }

  static FakeLink announce(Path socket, String token, LogSummary ledger) throws IOException {
    return announce(socket, token, ledger, true);
  }

  /**
   * A worker that has read this in the ledger.
   *
   * @param makesSteps whether orders to close and to seal are obeyed at once; else {@link #hears}
   *     gives them
   */
  static FakeLink announce(Path socket, String token, LogSummary ledger, boolean makesSteps)
      throws IOException {
    var link = new FakeLink(UnixSocket.connect(socket), makesSteps);
    link.say(new Ready(1, 4711, token, "nowhere", ledger));
    return link;
  }

  void say(WorkerMessage message) throws IOException {
    Channels.write(channel, WorkerDialect.encode(message));
  }

  /** Keeps the supervisor waiting for lines that are never written. */
  void keepLines() {
    writesLines = false;
  }

  /** Waits for the supervisor's next message; null when it has closed the link. */
  @Nullable WorkerMessage hears() throws InterruptedException {
    return heard.take().orElse(null);
  }

  private boolean isObeyed(WorkerMessage message) throws IOException {
    if (message instanceof WorkerMessage.FlushLines) {
      if (writesLines) {
        say(new WorkerMessage.LinesFlushed());
      }
      return true;
    }
    if (makesSteps && message instanceof WorkerMessage.Advance(var target)) {
      say(new WorkerMessage.StageReached(target, 0));
      return true;
    }
    if (makesSteps && message instanceof WorkerMessage.ScanDigests scan) {
      say(new WorkerMessage.DigestsScanned(scan.id(), true, List.of()));
      return true;
    }
    return false;
  }

  @Override
  public void close() {
    Channels.close(channel);
  }
}
