package loteria.ipc.tls;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import tlschannel.BufferAllocator;

/**
 * Buffers of one size for records, used again by every connection. A connection that waits for the
 * next record has one. On the heap, because that is where the JDK encrypts. Safe for use by several
 * threads.
 */
final class TlsBuffers implements BufferAllocator {
  static final TlsBuffers POOLED = new TlsBuffers();

  /** The longest record with its header (RFC 8446, 5.2), to the next KiB. */
  private static final int RECORD_BYTES_MAX = 17 << 10;

  private static final int KEPT_MAX = 64;

  private final ArrayBlockingQueue<ByteBuffer> kept = new ArrayBlockingQueue<>(KEPT_MAX);

  private TlsBuffers() {}

  @Override
  public ByteBuffer allocate(int size) {
    if (size > RECORD_BYTES_MAX) {
      return ByteBuffer.allocate(size);
    }
    ByteBuffer one = kept.poll();
    return one == null ? ByteBuffer.allocate(RECORD_BYTES_MAX) : one.clear();
  }

  @Override
  public void free(ByteBuffer buffer) {
    if (buffer.capacity() == RECORD_BYTES_MAX) {
      var _ = kept.offer(buffer);
    }
  }
}
