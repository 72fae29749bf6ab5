package loteria.ipc.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class ByteSearchTest {
  private static final long SEED = 7574;

  @Test
  void everyByteStopsAtEachPlaceOrNot() {
    for (int value = 0; value < 256; value++) {
      for (int at = 0; at < 16; at++) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) 'x');
        bytes[at] = (byte) value;
        int expected = isPlain(bytes[at]) ? 32 : at;
        assertEquals(expected, ByteSearch.afterPlain(bytes, 0), value + " at " + at);
      }
    }
  }

  @Test
  void bytesBehindTheFirstThatStopsDoNotMatter() {
    var random = new Random(SEED);
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = new byte[24];
      random.nextBytes(bytes);
      int plain = random.nextInt(16);
      Arrays.fill(bytes, 0, plain, (byte) 'x');
      int expected = plain;
      while (expected < 24 && isPlain(bytes[expected])) {
        expected++;
      }
      int end = ByteSearch.afterPlain(bytes, 0);
      assertTrue(
          end == expected || (end < expected && end > bytes.length - Long.BYTES),
          "seed %d, round %d: %d, not %d".formatted(SEED, round, end, expected));
    }
  }

  @Test
  void lessThanAWordIsNotLookedAt() {
    for (int length = 0; length < Long.BYTES; length++) {
      byte[] bytes = new byte[length];
      Arrays.fill(bytes, (byte) 'x');
      assertEquals(0, ByteSearch.afterPlain(bytes, 0));
    }
  }

  @Test
  void lineFeedIsFoundAtEachPlaceAndNotBehindTheEnd() {
    for (int at = 0; at < 24; at++) {
      byte[] bytes = new byte[24];
      Arrays.fill(bytes, (byte) 'x');
      bytes[at] = '\n';
      for (int from = 0; from <= 24; from++) {
        for (int to = from; to <= 24; to++) {
          int expected = at >= from && at < to ? at : to;
          assertEquals(expected, ByteSearch.lineFeed(bytes, from, to), at + " from " + from);
        }
      }
    }
  }

  @Test
  void firstOfManyLineFeedsIsFoundAmongAnyBytes() {
    var random = new Random(SEED);
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = new byte[20];
      random.nextBytes(bytes);
      for (int i = random.nextInt(4); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = '\n';
      }
      int expected = 0;
      while (expected < bytes.length && bytes[expected] != '\n') {
        expected++;
      }
      assertEquals(
          expected,
          ByteSearch.lineFeed(bytes, 0, bytes.length),
          "seed %d, round %d".formatted(SEED, round));
    }
  }

  @Test
  void firstLineEndOrQuoteIsFoundAmongAnyBytes() {
    var random = new Random(SEED);
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = new byte[20];
      random.nextBytes(bytes);
      for (int i = random.nextInt(4); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) "\n\r\"".charAt(random.nextInt(3));
      }
      int from = random.nextInt(bytes.length);
      int expected = from;
      while (expected < bytes.length && "\n\r\"".indexOf(bytes[expected] & 0xff) < 0) {
        expected++;
      }
      assertEquals(
          expected,
          ByteSearch.lineEndOrQuote(bytes, from, bytes.length),
          "seed %d, round %d".formatted(SEED, round));
    }
  }

  private static boolean isPlain(byte b) {
    return b >= ' ' && b < 0x7f && b != ',' && b != '"';
  }
}
