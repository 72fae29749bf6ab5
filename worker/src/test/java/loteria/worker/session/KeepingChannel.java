package loteria.worker.session;

import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A channel without a socket: keeps the bytes that are written to it. */
final class KeepingChannel extends SocketChannel {
  private final List<Byte> written = new ArrayList<>();

  KeepingChannel() {
    super(SelectorProvider.provider());
  }

  /** What was written; for whoever has seen the writer end. */
  List<Byte> written() {
    return written;
  }

  @Override
  public long write(ByteBuffer[] buffers, int from, int count) {
    long before = written.size();
    for (int i = from; i < from + count; i++) {
      while (buffers[i].hasRemaining()) {
        written.add(buffers[i].get());
      }
    }
    return written.size() - before;
  }

  @Override
  public int write(ByteBuffer buffer) {
    return (int) write(new ByteBuffer[] {buffer}, 0, 1);
  }

  @Override
  public int read(ByteBuffer buffer) {
    return -1;
  }

  @Override
  public long read(ByteBuffer[] buffers, int from, int count) {
    return -1;
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
