package loteria.e2e.fault;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Limits;

/** The changes that a broken or hostile program makes to a message. */
final class Mutation {
  private static final int BODY_LENGTH_AT = 4;
  private static final int CHECKSUM_AT = 8;
  private static final int[] LENGTHS = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 20};

  private Mutation() {}

  /** A message changed in a random way; a native one may get a correct checksum. */
  static byte[] of(byte[] message, boolean isNative, Random random) {
    byte[] changed =
        switch (random.nextInt(isNative ? 7 : 5)) {
          case 0 -> bits(message, random);
          case 1 -> Arrays.copyOf(message, random.nextInt(message.length + 1));
          case 2 -> inserted(message, random);
          case 3 -> doubled(message, random);
          case 4 -> overwritten(message, random);
          case 5 -> sealed(bits(message, random));
          default -> announcing(message, random);
        };
    return changed;
  }

  private static byte[] bits(byte[] message, Random random) {
    byte[] changed = message.clone();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  private static byte[] overwritten(byte[] message, Random random) {
    byte[] changed = message.clone();
    byte with = (byte) random.nextInt(256);
    int from = random.nextInt(changed.length);
    Arrays.fill(changed, from, random.nextInt(from, changed.length) + 1, with);
    return changed;
  }

  private static byte[] inserted(byte[] message, Random random) {
    byte[] noise = new byte[random.nextInt(1, 100)];
    random.nextBytes(noise);
    return inserted(message, random.nextInt(message.length + 1), noise);
  }

  private static byte[] doubled(byte[] message, Random random) {
    int from = random.nextInt(message.length);
    int to = random.nextInt(from, message.length) + 1;
    return inserted(message, to, Arrays.copyOfRange(message, from, to));
  }

  private static byte[] inserted(byte[] message, int at, byte[] what) {
    return ByteBuffer.allocate(message.length + what.length)
        .put(message, 0, at)
        .put(what)
        .put(message, at, message.length - at)
        .array();
  }

  /** A frame that announces a wrong length. */
  private static byte[] announcing(byte[] frame, Random random) {
    byte[] changed = frame.clone();
    ByteBuffer.wrap(changed).putInt(BODY_LENGTH_AT, LENGTHS[random.nextInt(LENGTHS.length)]);
    return changed;
  }

  /** A frame with the checksum of its body, so that its body will be read. */
  private static byte[] sealed(byte[] frame) {
    int crc = Bytes.of(frame, Limits.HEADER_BYTES, frame.length).crc32c();
    ByteBuffer.wrap(frame).putInt(CHECKSUM_AT, crc);
    return frame;
  }
}
