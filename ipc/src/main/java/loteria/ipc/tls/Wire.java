package loteria.ipc.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The TCP connection below a connection with TLS. Its first bytes may have been read already, and
 * are read again here.
 *
 * <p>A thread that reads TLS sometimes has to write: a peer may ask for new keys as often as it
 * likes, and each time must be answered (RFC 8446, 4.6.3). Such a write blocks for ever if the peer
 * reads nothing, so {@link #shutdownInput}, with which a deadline wakes the reader, ends it too.
 */
final class Wire implements ByteChannel {
  private final ByteBuffer first;
  private final SocketChannel socket;
  private volatile @Nullable Thread reader;
  private volatile boolean isReaderWriting;
  private volatile boolean isInputShut;

  /**
   * @param first what has been read of the connection already
   * @param socket blocks; not owned
   */
  Wire(ByteBuffer first, SocketChannel socket) {
    this.first = first;
    this.socket = socket;
  }

  /** The present thread begins to read TLS. No other thread reads it meanwhile. */
  void beginRead() {
    reader = Thread.currentThread();
  }

  /** It no longer reads. */
  void endRead() {
    reader = null;
  }

  /**
   * Ends the stream for the reader. Where the reader waits for its peer to take in an answer of TLS
   * itself, this closes the connection. Never blocks.
   */
  void shutdownInput() throws IOException {
    isInputShut = true;
    socket.shutdownInput();
    if (isReaderWriting) {
      socket.close();
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!first.hasRemaining()) {
      return socket.read(into);
    }
    int count = Math.min(first.remaining(), into.remaining());
    into.put(first.slice(first.position(), count));
    first.position(first.position() + count);
    return count;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    if (!Thread.currentThread().equals(reader)) {
      return socket.write(from);
    }
    isReaderWriting = true;
    try {
      // Looked at after the line above: either this thread or the one that shuts sees the other.
      if (isInputShut) {
        throw new AsynchronousCloseException();
      }
      return socket.write(from);
    } finally {
      isReaderWriting = false;
    }
  }

  @Override
  public boolean isOpen() {
    return socket.isOpen();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
