package loteria.ipc.tls;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import tlschannel.ClientTlsChannel;
import tlschannel.ServerTlsChannel;
import tlschannel.TlsChannel;

/**
 * A TCP connection that encrypts: a blocking socket channel whose bytes cross the wire in TLS. One
 * thread may read while another writes. {@link #close} ends the connection at once and never waits
 * for the peer; {@link #shutdownOutput} tells the peer first that nothing more comes.
 */
public final class TlsSocketChannel extends SocketChannel {
  /** A close_notify alert fits into it, encrypted. */
  private static final int ALERT_BYTES_MAX = 17 << 10;

  private static final int DISCARD_BYTES = 16 << 10;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel socket;
  private final Wire wire;
  private final SSLEngine engine;
  private final TlsChannel tls;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile boolean outputShut;

  private TlsSocketChannel(SocketChannel socket, Wire wire, SSLEngine engine, TlsChannel tls) {
    super(socket.provider());
    this.socket = socket;
    this.wire = wire;
    this.engine = engine;
    this.tls = tls;
  }

  /**
   * A client's connection; its handshake is still to be made.
   *
   * @param socket a blocking connection, owned by the result
   * @param engine in client mode, configured
   */
  public static TlsSocketChannel ofClient(SocketChannel socket, SSLEngine engine) {
    var wire = new Wire(NOTHING.duplicate(), socket);
    TlsChannel tls =
        ClientTlsChannel.newBuilder(wire, new EndingEngine(engine))
            .withEncryptedBufferAllocator(TlsBuffers.POOLED)
            .withPlainBufferAllocator(TlsBuffers.POOLED)
            .build();
    return new TlsSocketChannel(socket, wire, engine, tls);
  }

  /**
   * A server's connection; its handshake is still to be made.
   *
   * @param socket a blocking connection, owned by the result
   * @param first what has been read of it already
   * @param context that the engine is of
   * @param engine in server mode, configured
   */
  public static TlsSocketChannel ofServer(
      SocketChannel socket, ByteBuffer first, SSLContext context, SSLEngine engine) {
    var wire = new Wire(first, socket);
    TlsChannel tls =
        ServerTlsChannel.newBuilder(wire, context)
            .withEngineFactory(_ -> new EndingEngine(engine))
            .withEncryptedBufferAllocator(TlsBuffers.POOLED)
            .withPlainBufferAllocator(TlsBuffers.POOLED)
            .build();
    return new TlsSocketChannel(socket, wire, engine, tls);
  }

  /**
   * Makes the handshake, and waits for the peer meanwhile. If it fails, an alert says why to the
   * peer.
   *
   * @return what was agreed, with the peer's certificates
   * @throws SSLException if the peer speaks no TLS, or either side refuses the other
   */
  public SSLSession handshake() throws IOException {
    try {
      tls.handshake();
      return engine.getSession();
    } catch (SSLException e) {
      try {
        sendAlert();
      } catch (IOException alert) {
        e.addSuppressed(alert);
      }
      throw e;
    }
  }

  /**
   * Sends the alert that the engine has; {@code tls} sends none, but when it is shut down in order.
   */
  private void sendAlert() throws IOException {
    var alert = ByteBuffer.allocate(ALERT_BYTES_MAX);
    var _ = engine.wrap(NOTHING, alert);
    alert.flip();
    while (alert.hasRemaining()) {
      socket.write(alert);
    }
  }

  /** The TCP connection below a channel: the channel itself, where it does not encrypt. */
  public static SocketChannel socketOf(SocketChannel channel) {
    return channel instanceof TlsSocketChannel encrypting ? encrypting.socket : channel;
  }

  /** After {@link #shutdownOutput} it discards what still comes, and returns -1 at its end. */
  @Override
  public int read(ByteBuffer into) throws IOException {
    if (outputShut) {
      return discard();
    }
    wire.beginRead();
    try {
      return tls.read(into);
    } finally {
      wire.endRead();
    }
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    if (outputShut) {
      return discard();
    }
    wire.beginRead();
    try {
      return tls.read(into, offset, length);
    } finally {
      wire.endRead();
    }
  }

  private int discard() throws IOException {
    var sink = ByteBuffer.allocate(DISCARD_BYTES);
    int read;
    do {
      read = socket.read(sink.clear());
    } while (read >= 0);
    return read;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    writing.lock();
    try {
      return tls.write(from);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) throws IOException {
    writing.lock();
    try {
      return tls.write(from, offset, length);
    } finally {
      writing.unlock();
    }
  }

  /**
   * A read of another thread ends first. If that thread waits for the peer to read what TLS itself
   * replies, the connection is closed instead. Never blocks.
   */
  @Override
  public SocketChannel shutdownInput() throws IOException {
    wire.shutdownInput();
    return this;
  }

  /**
   * Sends the alert that nothing more comes, and ends the TCP connection's output. Not through
   * {@code tls}, whose shutdown waits for a thread that reads, and so for the peer.
   */
  @Override
  public SocketChannel shutdownOutput() throws IOException {
    writing.lock();
    try {
      if (!outputShut) {
        outputShut = true;
        engine.closeOutbound();
        sendAlert();
        socket.shutdownOutput();
      }
      return this;
    } finally {
      writing.unlock();
    }
  }

  @Override
  protected void implCloseSelectableChannel() throws IOException {
    socket.close();
  }

  @Override
  protected void implConfigureBlocking(boolean block) {
    if (!block) {
      throw new UnsupportedOperationException("an encrypting channel blocks");
    }
  }

  @Override
  public <T> SocketChannel setOption(SocketOption<T> name, T value) throws IOException {
    socket.setOption(name, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    return socket.getOption(name);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return socket.supportedOptions();
  }

  @Override
  public SocketAddress getRemoteAddress() throws IOException {
    return socket.getRemoteAddress();
  }

  @Override
  public SocketAddress getLocalAddress() throws IOException {
    return socket.getLocalAddress();
  }

  @Override
  public boolean isConnected() {
    return socket.isConnected();
  }

  @Override
  public boolean isConnectionPending() {
    return socket.isConnectionPending();
  }

  @Override
  public SocketChannel bind(@Nullable SocketAddress local) {
    throw new UnsupportedOperationException("it is connected");
  }

  @Override
  public boolean connect(SocketAddress remote) {
    throw new UnsupportedOperationException("it is connected");
  }

  @Override
  public boolean finishConnect() {
    return true;
  }

  @Override
  public Socket socket() {
    throw new UnsupportedOperationException("the socket below does not encrypt");
  }
}
