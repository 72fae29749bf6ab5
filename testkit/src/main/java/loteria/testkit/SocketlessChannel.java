package loteria.testkit;

import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A channel without a socket: says one thing, keeps the bytes that are written to it, and does
 * something whenever it is used. Used by one thread at a time.
 */
public final class SocketlessChannel extends SocketChannel {
  private final ByteBuffer said;
  private final List<Byte> written = new ArrayList<>();
  private Runnable whenRead = () -> {};
  private Runnable whenWritten = () -> {};

  /** Says nothing. */
  public SocketlessChannel() {
    this("");
  }

  /** Says this, in one read, and no more. */
  public SocketlessChannel(String said) {
    super(SelectorProvider.provider());
    this.said = ByteBuffer.wrap(said.getBytes(StandardCharsets.US_ASCII));
  }

  /** What to do once something has been read, before the reader continues. */
  public void whenRead(Runnable action) {
    whenRead = action;
  }

  /** What to do once something has been written, before the writer continues. */
  public void whenWritten(Runnable action) {
    whenWritten = action;
  }

  /** What was written, whether the channel was open or not. */
  public List<Byte> written() {
    return List.copyOf(written);
  }

  /** The same as text, in ASCII. */
  public String writtenText() {
    var text = new StringBuilder();
    written.forEach(one -> text.append((char) one.byteValue()));
    return text.toString();
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
    while (buffer.hasRemaining()) {
      written.add(buffer.get());
    }
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
