package loteria.ipc.row;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A digest of rows in order, independent of how they are cut into batches: two checksums of all
 * their bytes. It finds accidents, 2⁶⁴ to 1; it is no defence against an agency that wants to
 * deceive itself.
 *
 * <p>The checksum of two concatenated texts follows from those of each and the length of the
 * second, so a ledger keeps its agencies' digests without reading a row twice.
 *
 * @param crc32c CRC32C of the bytes
 * @param crc32 CRC32 of the bytes
 */
public record RowDigest(int crc32c, int crc32) {
  /** The digest of no rows. */
  public static final RowDigest EMPTY = new RowDigest(0, 0);

  private static final CrcCombine CRC32C_SHIFT = new CrcCombine(0x82f63b78);
  private static final CrcCombine CRC32_SHIFT = new CrcCombine(0xedb88320);

  /** The digest of the rows between two places of an array. */
  public static RowDigest of(byte[] rows, int from, int to) {
    return new RowDigest(crc32c(rows, from, to), crc32(rows, from, to));
  }

  /** CRC32 of the bytes between two places of an array. */
  public static int crc32(byte[] rows, int from, int to) {
    var crc = new CRC32();
    crc.update(rows, from, to - from);
    return (int) crc.getValue();
  }

  private static int crc32c(byte[] rows, int from, int to) {
    var crc = new CRC32C();
    crc.update(rows, from, to - from);
    return (int) crc.getValue();
  }

  /** The digest that {@link #value} gave this number for. */
  public static RowDigest ofValue(long value) {
    return new RowDigest((int) (value >>> 32), (int) value);
  }

  /**
   * The digest of these rows followed by others.
   *
   * @param next the digest of the others
   * @param nextBytes how many bytes they have
   */
  public RowDigest and(RowDigest next, long nextBytes) {
    return new RowDigest(
        CRC32C_SHIFT.append(crc32c, next.crc32c, nextBytes),
        CRC32_SHIFT.append(crc32, next.crc32, nextBytes));
  }

  /** As one number: CRC32C in the high 32 bits, CRC32 in the low. */
  public long value() {
    return ((long) crc32c << 32) | (crc32 & 0xffff_ffffL);
  }

  /** Hand-written: the JDK would generate it at the first call, which takes 8 ms. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RowDigest digest && digest.value() == value();
  }

  @Override
  public int hashCode() {
    return Long.hashCode(value());
  }

  /** The digest for people: 16 hexadecimal digits. */
  @Override
  public String toString() {
    String digits = Long.toHexString(value());
    return "0".repeat(16 - digits.length()) + digits;
  }

  /** A running digest of consecutive rows. Used by one thread. */
  public static final class Running {
    private final CRC32C crc32c = new CRC32C();
    private final CRC32 crc32 = new CRC32();

    /** Starts with no rows. */
    public Running() {}

    /** Adds the bytes between two places of an array. */
    public void add(byte[] rows, int from, int to) {
      crc32c.update(rows, from, to - from);
      crc32.update(rows, from, to - from);
    }

    /** The digest of all bytes that were added. */
    public RowDigest soFar() {
      return new RowDigest((int) crc32c.getValue(), (int) crc32.getValue());
    }
  }
}
