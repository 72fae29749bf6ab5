package loteria.supervisor.intake;

import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** A channel without a socket: brings one message, and runs a hook whenever it is used. */
final class HookedChannel extends SocketChannel {
  private final ByteBuffer said;
  private final StringBuilder written = new StringBuilder();
  private Runnable whenRead = () -> {};
  private Runnable whenWritten = () -> {};

  HookedChannel(String said) {
    super(SelectorProvider.provider());
    this.said = ByteBuffer.wrap(said.getBytes(StandardCharsets.US_ASCII));
  }

  /** Sets the hook that runs when something has been read, before the reader continues. */
  void whenRead(Runnable action) {
    whenRead = action;
  }

  /** Sets the hook that runs when something has been written, before the writer continues. */
  void whenWritten(Runnable action) {
    whenWritten = action;
  }

  /** The bytes that were written, whether the channel was open or not. */
  String written() {
    return written.toString();
  }

  @Override
  public int read(ByteBuffer buffer) {
    int read = said.hasRemaining() ? said.remaining() : -1;
    buffer.put(said);
    whenRead.run();
    return read;
  }

  @Override
  public long read(ByteBuffer[] buffers, int from, int count) {
    return read(buffers[from]);
  }

  @Override
  public int write(ByteBuffer buffer) {
    int length = buffer.remaining();
    written.append(StandardCharsets.US_ASCII.decode(buffer));
    whenWritten.run();
    return length;
  }

  @Override
  public long write(ByteBuffer[] buffers, int from, int count) {
    long length = 0;
    for (int i = from; i < from + count; i++) {
      length += write(buffers[i]);
    }
    return length;
  }

  @Override
  public SocketChannel bind(SocketAddress local) {
    return this;
  }

  @Override
  public <T> SocketChannel setOption(SocketOption<T> name, T value) {
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return Set.of();
  }

  @Override
  public SocketChannel shutdownInput() {
    return this;
  }

  @Override
  public SocketChannel shutdownOutput() {
    return this;
  }

  @Override
  public Socket socket() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isConnectionPending() {
    return false;
  }

  @Override
  public boolean connect(SocketAddress remote) {
    return true;
  }

  @Override
  public boolean finishConnect() {
    return true;
  }

  @Override
  public SocketAddress getRemoteAddress() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SocketAddress getLocalAddress() {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void implCloseSelectableChannel() {}

  @Override
  protected void implConfigureBlocking(boolean block) {}
}
