package loteria.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.ipc.tls.ClientTls;

/** With TLS, each agency with its own certificate. */
public final class TlsConnector implements Connector {
  private static final int PORT_MAX = 65_535;

  private final List<ClientTls> agencies;
  private final int port;
  private final boolean resumes;
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * @param authority a folder that {@code supervisor certificates} made
   * @param agencies how many agencies have a certificate in it
   * @param resumes whether connections resume the session of an earlier one
   */
  public TlsConnector(Path authority, int agencies, int port, boolean resumes) throws IOException {
    this.agencies = new ArrayList<>();
    for (int id = 1; id <= agencies; id++) {
      this.agencies.add(
          ClientTls.of(
              authority.resolve("ca.pem"),
              authority.resolve("agency-" + id + ".pem"),
              authority.resolve("agency-" + id + "-key.pem")));
    }
    this.port = port;
    this.resumes = resumes;
  }

  @Override
  public SocketChannel connect(int agency) throws IOException {
    var socket = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    // The port only names the session to resume: with another each time, there is none.
    int named = resumes ? port : connections.incrementAndGet() % PORT_MAX;
    try {
      return agencies.get(agency - 1).connect(socket, "localhost", named);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
