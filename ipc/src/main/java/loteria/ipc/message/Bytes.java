package loteria.ipc.message;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A range of an array that is shared, not copied: no holder may change it.
 *
 * <p>Equal if the content is.
 */
public final class Bytes {
  /** No bytes. */
  public static final Bytes NONE = of(new byte[0]);

  private final byte[] array;
  private final int from;
  private final int to;

  private Bytes(byte[] array, int from, int to) {
    this.array = array;
    this.from = from;
    this.to = to;
  }

  /** The whole of an array. */
  public static Bytes of(byte[] array) {
    return new Bytes(array, 0, array.length);
  }

  /** The bytes from {@code from} (inclusive) to {@code to} (exclusive). */
  public static Bytes of(byte[] array, int from, int to) {
    return new Bytes(array, from, to);
  }

  public byte[] array() {
    return array;
  }

  public int from() {
    return from;
  }

  public int to() {
    return to;
  }

  public int length() {
    return to - from;
  }

  /** CRC32C of the content. */
  public int crc32c() {
    var crc = new CRC32C();
    crc.update(array, from, to - from);
    return (int) crc.getValue();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes
        && Arrays.equals(array, from, to, bytes.array, bytes.from, bytes.to);
  }

  @Override
  public int hashCode() {
    return crc32c();
  }

  @Override
  public String toString() {
    return length() + " bytes";
  }
}
