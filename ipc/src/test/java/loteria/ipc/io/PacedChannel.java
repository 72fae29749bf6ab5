package loteria.ipc.io;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.function.IntUnaryOperator;

/** A channel whose reads bring as many bytes as its pace makes of the free room. */
final class PacedChannel implements ReadableByteChannel {
  private final byte[] content;
  private final IntUnaryOperator pace;
  private int at;

  PacedChannel(byte[] content, IntUnaryOperator pace) {
    this.content = content;
    this.pace = pace;
  }

  @Override
  public int read(ByteBuffer destination) {
    if (at == content.length) {
      return -1;
    }
    int count = Math.min(pace.applyAsInt(destination.remaining()), content.length - at);
    destination.put(content, at, count);
    at += count;
    return count;
  }

  /** How many bytes have been read. */
  int position() {
    return at;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
