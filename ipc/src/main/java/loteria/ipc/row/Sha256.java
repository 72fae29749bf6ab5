package loteria.ipc.row;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of some bytes (FIPS 180-4), as four numbers, big-endian.
 *
 * @param first its first 8 bytes
 * @param second the next 8
 * @param third the next 8
 * @param fourth the last 8
 */
public record Sha256(long first, long second, long third, long fourth) {
  /** How many bytes it has. */
  public static final int BYTES = 32;

  /** What computes it. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** That of some content. */
  public static Sha256 of(byte[] content) {
    return ofValue(digest().digest(content));
  }

  /**
   * From its bytes.
   *
   * @throws IllegalArgumentException when they are not {@value #BYTES}
   */
  public static Sha256 ofValue(byte[] value) {
    if (value.length != BYTES) {
      throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + value.length);
    }
    var in = ByteBuffer.wrap(value);
    return new Sha256(in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }

  /**
   * From 64 hexadecimal digits.
   *
   * @throws IllegalArgumentException when they are not
   */
  public static Sha256 parse(String hex) {
    return ofValue(HexFormat.of().parseHex(hex));
  }

  /** Its bytes. */
  public byte[] value() {
    return ByteBuffer.allocate(BYTES)
        .putLong(first)
        .putLong(second)
        .putLong(third)
        .putLong(fourth)
        .array();
  }

  /** 64 hexadecimal digits, in lower case. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(value());
  }
}
