package loteria.supervisor.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.logging.ActionLog;
import loteria.supervisor.fleet.ChangeOutcome;
import loteria.supervisor.status.Json;
import org.jspecify.annotations.Nullable;

/**
 * An operator's end of the control socket: asks for one thing. However long that takes, the server
 * says each second that it is there: so one that is stopped or hung is found out, and not waited
 * for. Used by one thread.
 */
final class ControlClient implements AutoCloseable {
  /** How long a server may say nothing. */
  static final Duration SILENCE_MAX = Duration.ofSeconds(10);

  private static final ActionLog LOG = new ActionLog(ControlClient.class);
  private static final int UNREAD_MAX = 1000;

  private final SocketChannel channel;
  private final Duration silenceMax;

  /**
   * What the server says, line by line; at last nothing. A thread of its own reads, and waits while
   * there is no room: the server waits then, too.
   */
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>(UNREAD_MAX);

  private final Thread reader;

  private ControlClient(SocketChannel channel, Duration silenceMax) {
    this.channel = channel;
    this.silenceMax = silenceMax;
    this.reader = Thread.ofPlatform().name("server").daemon().start(this::readAll);
  }

  /**
   * Connects to a supervisor.
   *
   * @param run its run directory
   * @throws ServerNotRespondingException when it takes no connections
   * @throws IOException when none is there, or this user may not
   */
  static ControlClient connect(Path run) throws IOException {
    return connect(run, SILENCE_MAX);
  }

  /** The same with another limit. */
  static ControlClient connect(Path run, Duration silenceMax) throws IOException {
    var address = UnixDomainSocketAddress.of(run.resolve(DrawLayout.CONTROL_SOCKET));
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      // Where many have been left waiting, the next one would be, too.
      channel.configureBlocking(false);
      if (!channel.connect(address)) {
        throw new ServerNotRespondingException(silenceMax);
      }
      channel.configureBlocking(true);
      return new ControlClient(channel, silenceMax);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Asks, and waits until it is over.
   *
   * @param draw the draw that it is for; null for whichever is the current one
   * @param progress receives each step
   * @throws ServerNotRespondingException when nothing is heard of the server for too long
   */
  ChangeOutcome ask(OperatorCommand command, @Nullable String draw, Consumer<String> progress)
      throws IOException {
    String line =
        (draw == null ? "" : OperatorCommand.FOR_DRAW + draw + " ") + command.line() + "\n";
    loteria.ipc.io.Channels.write(channel, StandardCharsets.UTF_8.encode(line));
    for (ControlReply said = next(); said != null; said = next()) {
      switch (said.kind()) {
        case ControlReply.DONE -> {
          return new ChangeOutcome.Done(said.text());
        }
        case ControlReply.FAILED -> {
          return new ChangeOutcome.Failed(said.text());
        }
        case ControlReply.PROGRESS -> progress.accept(said.text());
        default -> {
          // It is alive.
        }
      }
    }
    return new ChangeOutcome.Failed("the supervisor ended before it was done");
  }

  /** Waits for the end of the supervisor's process. */
  void awaitEnd() throws IOException {
    while (next() != null) {
      // It is still ending.
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    // It may wait for room.
    reader.interrupt();
  }

  private @Nullable ControlReply next() throws IOException {
    try {
      Optional<String> line = lines.poll(silenceMax.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null) {
        throw new ServerNotRespondingException(silenceMax);
      }
      return line.map(text -> Json.read(text, ControlReply.class)).orElse(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void readAll() {
    try {
      try (var in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          lines.put(Optional.of(line));
        }
      } catch (IOException e) {
        LOG.detail("control", "error", e);
      }
      lines.put(Optional.empty());
    } catch (InterruptedException _) {
      // This end is closed: nobody takes any more.
      Thread.currentThread().interrupt();
    }
  }
}
