package loteria.ledger.commit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import loteria.ipc.message.Bytes;

/** The content of a file, in memory. */
final class Image {
  private byte[] bytes;
  private int size;

  Image() {
    this(new byte[0]);
  }

  private Image(byte[] bytes) {
    this.bytes = bytes;
    this.size = bytes.length;
  }

  Image copy() {
    return new Image(Arrays.copyOf(bytes, size));
  }

  int size() {
    return size;
  }

  String text(long from, long to) {
    return MadeUpBatches.text(Bytes.of(bytes, (int) from, (int) to));
  }

  /** The byte from which on ASCII text lies for the last time. */
  int lastIndexOf(String text) {
    return new String(bytes, 0, size, StandardCharsets.ISO_8859_1).lastIndexOf(text);
  }

  void read(ByteBuffer into, long at) {
    int count = Math.clamp(size - at, 0, into.remaining());
    into.put(bytes, (int) Math.min(at, size), count);
  }

  void write(long at, Bytes content) {
    int end = (int) at + content.length();
    resize(Math.max(size, end));
    System.arraycopy(content.array(), content.from(), bytes, (int) at, content.length());
  }

  /** Cuts the file, or lets it grow by blank bytes. */
  void resize(long newSize) {
    if (newSize > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) newSize);
    }
    if (newSize < size) {
      Arrays.fill(bytes, (int) newSize, size, (byte) 0);
    }
    size = (int) newSize;
  }

  /** So many bytes, blank where the file has none. */
  Bytes sector(int at, int length) {
    byte[] sector = new byte[length];
    read(ByteBuffer.wrap(sector), at);
    return Bytes.of(sector);
  }

  byte byteAt(int at) {
    return bytes[at];
  }

  /** Changes one bit. */
  void flip(long at, int bit) {
    bytes[(int) at] ^= (byte) (1 << bit);
  }

  int contentHash() {
    return Bytes.of(bytes, 0, size).crc32c();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Image image
        && Arrays.equals(bytes, 0, size, image.bytes, 0, image.size);
  }

  @Override
  public int hashCode() {
    return contentHash();
  }

  @Override
  public String toString() {
    return size + " bytes";
  }
}
