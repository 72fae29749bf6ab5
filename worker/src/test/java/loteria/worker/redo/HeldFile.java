package loteria.worker.redo;

import java.nio.ByteBuffer;
import java.util.Arrays;
import loteria.worker.disk.ReadableFile;

/** A file in memory. */
final class HeldFile implements ReadableFile {
  private byte[] content;

  HeldFile(byte... content) {
    this.content = content;
  }

  void put(long at, ByteBuffer bytes) {
    int end = (int) at + bytes.remaining();
    content = Arrays.copyOf(content, Math.max(content.length, end));
    bytes.get(content, (int) at, bytes.remaining());
  }

  void flip(long at, int bit) {
    content[(int) at] ^= (byte) (1 << bit);
  }

  @Override
  public long size() {
    return content.length;
  }

  @Override
  public void read(ByteBuffer into, long at) {
    int from = (int) Math.min(at, content.length);
    into.put(content, from, Math.min(into.remaining(), content.length - from));
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
