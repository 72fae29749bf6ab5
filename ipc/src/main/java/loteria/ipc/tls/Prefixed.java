package loteria.ipc.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;

/** A connection whose first bytes have been read already, and are read again here. */
final class Prefixed implements ByteChannel {
  private final ByteBuffer first;
  private final SocketChannel rest;

  Prefixed(ByteBuffer first, SocketChannel rest) {
    this.first = first;
    this.rest = rest;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!first.hasRemaining()) {
      return rest.read(into);
    }
    int count = Math.min(first.remaining(), into.remaining());
    into.put(first.slice(first.position(), count));
    first.position(first.position() + count);
    return count;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return rest.write(from);
  }

  @Override
  public boolean isOpen() {
    return rest.isOpen();
  }

  @Override
  public void close() throws IOException {
    rest.close();
  }
}
