package loteria.auditor.log;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** The checksums of the format. */
final class Checksums {
  private Checksums() {}

  static int crc32c(byte[] bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  static int crc32(byte[] bytes, int from, int length) {
    var crc = new CRC32();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  /** The digest of rows: their CRC32C in the high 32 bits, their CRC32 in the low. */
  static long digest(byte[] bytes, int from, int length) {
    return ((long) crc32c(bytes, from, length) << Integer.SIZE)
        | Integer.toUnsignedLong(crc32(bytes, from, length));
  }
}
