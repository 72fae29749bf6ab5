package loteria.supervisor.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import loteria.ipc.channel.UnixSocket;
import loteria.supervisor.fleet.Outcome;
import loteria.supervisor.status.Json;
import org.jspecify.annotations.Nullable;

/** An operator's end of the control socket: asks for one thing. */
final class ControlClient implements AutoCloseable {
  private final SocketChannel channel;
  private final BufferedReader lines;

  private ControlClient(SocketChannel channel) {
    this.channel = channel;
    this.lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
  }

  /**
   * Connects to a supervisor.
   *
   * @param run its run directory
   * @throws IOException when none is there, or this user may not
   */
  static ControlClient connect(Path run) throws IOException {
    return new ControlClient(UnixSocket.connect(run.resolve(ControlSocket.NAME)));
  }

  /**
   * Asks, and waits until it is over.
   *
   * @param told what is done meanwhile
   */
  Outcome ask(Command command, Consumer<String> told) throws IOException {
    loteria.ipc.channel.Channels.write(
        channel, StandardCharsets.UTF_8.encode(command.line() + "\n"));
    for (Said said = next(); said != null; said = next()) {
      switch (said.kind()) {
        case Said.DONE -> {
          return new Outcome.Done(said.text());
        }
        case Said.FAILED -> {
          return new Outcome.Failed(said.text());
        }
        default -> told.accept(said.text());
      }
    }
    return new Outcome.Failed("the supervisor ended before it was done");
  }

  /** Waits for the end of the supervisor's process. */
  void awaitEnd() throws IOException {
    while (lines.readLine() != null) {
      // Nothing more is said.
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private @Nullable Said next() throws IOException {
    String line = lines.readLine();
    return line == null ? null : Json.read(line, Said.class);
  }
}
