package loteria.ipc.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Limits;
import loteria.ipc.message.WireException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Decoding any bytes gives a value or a {@link WireException}: any other exception would end more
 * than that peer's session.
 */
@Timeout(120)
class MalformedTest {
  private static final long SEED = 30904465;
  private static final int ROUNDS = 200_000;

  /** Every decoder, as a reader of a connection would use it. */
  private enum Decoder {
    NATIVE_REQUEST,
    NATIVE_REPLY,
    COORDINATION,
    TEXT_REQUEST,
    TEXT_REPLY;

    Golden golden() {
      return switch (this) {
        case NATIVE_REQUEST -> Golden.NATIVE_REQUESTS;
        case NATIVE_REPLY -> Golden.NATIVE_REPLIES;
        case COORDINATION -> Golden.COORDINATION;
        case TEXT_REQUEST -> Golden.TEXT_REQUESTS;
        case TEXT_REPLY -> Golden.TEXT_REPLIES;
      };
    }

    Framer framer() {
      return switch (this) {
        case NATIVE_REQUEST -> Framer.ofRequests(Dialect.NATIVE);
        case NATIVE_REPLY, COORDINATION -> Framer.ofReplies(Dialect.NATIVE);
        case TEXT_REQUEST -> Framer.ofRequests(Dialect.TEXT);
        case TEXT_REPLY -> Framer.ofReplies(Dialect.TEXT);
      };
    }

    Object decode(byte[] bytes, int from, int to) throws WireException {
      byte[] frame = Arrays.copyOfRange(bytes, from, to);
      return switch (this) {
        case NATIVE_REQUEST -> NativeDialect.request(Bytes.of(frame));
        case NATIVE_REPLY -> NativeDialect.reply(Bytes.of(frame));
        case COORDINATION -> WorkerDialect.message(Bytes.of(frame));
        case TEXT_REQUEST -> TextDialect.message(Bytes.of(bytes, from, to));
        case TEXT_REPLY -> frame;
      };
    }

    boolean hasHeader() {
      return this != TEXT_REQUEST && this != TEXT_REPLY;
    }
  }

  @Test
  void everyOtherByteInEveryPlaceIsAValueOrRefused() {
    for (Decoder decoder : Decoder.values()) {
      for (byte[] golden : decoder.golden().messages().values()) {
        for (int at = 0; at < golden.length; at++) {
          for (int value = 0; value < 256; value++) {
            byte[] mutated = golden.clone();
            mutated[at] = (byte) value;
            assertValueOrRefused(decoder, mutated);
            assertValueOrRefused(decoder, withChecksum(decoder, mutated));
          }
        }
      }
    }
  }

  @Test
  void mutatedStreamsAreValuesOrRefused() {
    var random = new Random(SEED);
    int values = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Decoder decoder = Decoder.values()[random.nextInt(Decoder.values().length)];
      List<byte[]> goldens = new ArrayList<>(decoder.golden().messages().values());
      byte[] mutated = goldens.get(random.nextInt(goldens.size()));
      for (int mutations = 1 + random.nextInt(3); mutations > 0; mutations--) {
        mutated = mutated(mutated, random);
      }
      mutated = random.nextBoolean() ? withChecksum(decoder, mutated) : mutated;
      values += assertValueOrRefused(decoder, mutated);
    }
    assertTrue(values > ROUNDS / 20 && values < ROUNDS, values + " values, seed " + SEED);
  }

  /** How many values the bytes hold before the first malformed one, or in all. */
  private static int assertValueOrRefused(Decoder decoder, byte[] bytes) {
    Framer framer = decoder.framer();
    var stream = ByteBuffer.wrap(bytes);
    int values = 0;
    try {
      for (int from = 0; framer.advance(stream); from = stream.position()) {
        decoder.decode(bytes, from, stream.position());
        values++;
      }
    } catch (WireException _) {
      // Refused, as allowed.
    } catch (RuntimeException e) {
      throw new AssertionError(decoder + " " + Frames.hex(bytes) + ", seed " + SEED, e);
    }
    return values;
  }

  /** Corrects the checksum, so that a mutation gets past it. */
  private static byte[] withChecksum(Decoder decoder, byte[] frame) {
    if (!decoder.hasHeader() || frame.length < Limits.HEADER_BYTES) {
      return frame;
    }
    byte[] checked = frame.clone();
    int length = frame.length - Limits.HEADER_BYTES;
    int crc32c = FrameHeader.body(Bytes.of(frame)).crc32c();
    ByteBuffer.wrap(checked).putInt(4, length).putInt(8, crc32c);
    return checked;
  }

  /** A few bytes changed to boundary numbers, removed, doubled, or inserted. */
  private static byte[] mutated(byte[] bytes, Random random) {
    if (bytes.length < 8) {
      return bytes;
    }
    int at = random.nextInt(bytes.length - 4);
    int length = 1 + random.nextInt(4);
    byte[] copy = bytes.clone();
    return switch (random.nextInt(5)) {
      case 0 -> ByteBuffer.wrap(copy).putInt(at, edge(random)).array();
      case 1 -> {
        copy[at] = (byte) "09,;\n\"\0FBx".charAt(random.nextInt(10));
        yield copy;
      }
      case 2 -> joined(bytes, at, at + length);
      case 3 -> joined(bytes, at + length, at);
      default -> {
        copy[at] ^= (byte) (1 << random.nextInt(8));
        yield copy;
      }
    };
  }

  private static int edge(Random random) {
    int[] edges = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xffff, 1 << 20, 64 << 20};
    return edges[random.nextInt(edges.length)];
  }

  /** The bytes before {@code to} and then those from {@code from} on. */
  private static byte[] joined(byte[] bytes, int to, int from) {
    return ByteBuffer.allocate(to + bytes.length - from)
        .put(bytes, 0, to)
        .put(bytes, from, bytes.length - from)
        .array();
  }
}
