package loteria.bench.limit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import loteria.bench.process.ChildJava;

/** A bare relay and a bare sink, each a process, as the supervisor and a worker are. */
public final class RelayProcesses implements AutoCloseable {
  private final ChildJava sink;
  private final ChildJava relay;
  private final int port;

  /**
   * Starts both.
   *
   * @param folder where their socket is
   */
  public RelayProcesses(Path folder) throws IOException {
    String socket = folder.resolve("sink").toString();
    this.sink = ChildJava.start(RelayProcesses.class, "sink", socket);
    sink.line();
    this.relay = ChildJava.start(RelayProcesses.class, "relay", socket);
    this.port = Integer.parseInt(relay.line());
  }

  /** The relay's address. */
  public SocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  public void close() {
    relay.close();
    sink.close();
  }

  /** The main method of both processes: the arguments say which, and where the socket is. */
  public static void main(String[] arguments) throws IOException {
    Path socket = Path.of(arguments[1]);
    if (arguments[0].equals("sink")) {
      BareSink.run(socket);
    } else {
      BareRelay.run(socket);
    }
  }
}
