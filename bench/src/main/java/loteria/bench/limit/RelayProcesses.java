package loteria.bench.limit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A bare relay and a bare sink, each a process, as the supervisor and a worker are. */
public final class RelayProcesses implements AutoCloseable {
  private final List<Process> processes = new ArrayList<>();
  private final int port;

  /**
   * Starts both.
   *
   * @param folder where their socket is
   */
  public RelayProcesses(Path folder) throws IOException {
    String socket = folder.resolve("sink").toString();
    start("sink", socket);
    this.port = Integer.parseInt(start("relay", socket));
  }

  /** The relay's address. */
  public SocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
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

  private String start(String which, String socket) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                RelayProcesses.class.getName(),
                which,
                socket)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    processes.add(process);
    String line = process.inputReader().readLine();
    if (line == null) {
      throw new IOException("the bare " + which + " has ended");
    }
    return line;
  }
}
