package loteria.bench.limit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import loteria.bench.process.ChildJava;
import loteria.bench.process.Usage;
import loteria.ipc.codec.Framer;
import loteria.ipc.io.Channels;
import loteria.ipc.io.MessageReader;
import loteria.ipc.message.Dialect;

/**
 * A process that accepts connections, acknowledges every batch, and keeps nothing: what connections
 * cost at least.
 */
public final class BareAcceptor implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final byte[] ACK = "ACK,00000004,1,1\n".getBytes(StandardCharsets.US_ASCII);

  private final ChildJava process;
  private final int port;

  private BareAcceptor(ChildJava process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one, and waits until it listens. */
  public static BareAcceptor start(Dialect dialect) throws IOException {
    ChildJava process = ChildJava.start(BareAcceptor.class, dialect.name());
    return new BareAcceptor(process, Integer.parseInt(process.line()));
  }

  public int port() {
    return port;
  }

  /** What it has used so far. */
  public Usage usage() throws IOException {
    return process.usage();
  }

  @Override
  public void close() {
    process.close();
  }

  /** The process: serves until it is killed; first prints the port that it listens on. */
  public static void main(String[] arguments) throws IOException {
    boolean isText = Dialect.valueOf(arguments[0]) == Dialect.TEXT;
    try (var listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      System.out.println(((InetSocketAddress) listener.getLocalAddress()).getPort());
      while (true) {
        SocketChannel agency = listener.accept().setOption(StandardSocketOptions.TCP_NODELAY, true);
        Thread.ofVirtual().start(isText ? () -> serve(agency) : () -> BareSink.serve(agency));
      }
    }
  }

  private static void serve(SocketChannel channel) {
    try (channel) {
      var requests = new MessageReader(channel, Framer.ofRequests(Dialect.TEXT));
      while (requests.next() != null) {
        Channels.write(channel, ByteBuffer.wrap(ACK));
      }
    } catch (IOException _) {
      // The agency is gone.
    }
  }
}
