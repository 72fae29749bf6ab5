package loteria.ipc.row;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes at a time: a processor has one guess then to make, not eight. */
public final class ByteSearch {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Times a byte, it is eight of that. */
  private static final long EACH = 0x0101_0101_0101_0101L;

  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private ByteSearch() {}

  /** Where the next line feed is; {@code to} when there is none before. */
  public static int lineFeed(byte[] bytes, int from, int to) {
    int at = from;
    while (at <= to - Long.BYTES) {
      long word = (long) WORD.get(bytes, at) ^ (EACH * '\n');
      long found = (word - EACH) & ~word & HIGH_BITS;
      if (found != 0) {
        return at + lowest(found);
      }
      at += Long.BYTES;
    }
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  /**
   * Where the next line feed, carriage return or quote is; {@code to} when there is none before.
   */
  public static int lineEndOrQuote(byte[] bytes, int from, int to) {
    int at = from;
    while (at <= to - Long.BYTES) {
      long word = (long) WORD.get(bytes, at);
      long lineFeed = word ^ (EACH * '\n');
      long carriageReturn = word ^ (EACH * '\r');
      long quote = word ^ (EACH * '"');
      long found =
          ((lineFeed - EACH) & ~lineFeed)
              | ((carriageReturn - EACH) & ~carriageReturn)
              | ((quote - EACH) & ~quote);
      if ((found & HIGH_BITS) != 0) {
        return at + lowest(found & HIGH_BITS);
      }
      at += Long.BYTES;
    }
    while (at < to && bytes[at] != '\n' && bytes[at] != '\r' && bytes[at] != '"') {
      at++;
    }
    return at;
  }

  /**
   * Skips printable ASCII but commas and quotes. May stop before all of it is skipped, at most
   * seven bytes before the array ends; never goes beyond.
   *
   * <p>Each term sets the high bit of the bytes that it is about: those beyond ASCII, DEL, a comma,
   * a quote, control characters. What it says of bytes above the lowest of these may be wrong.
   */
  static int afterPlain(byte[] bytes, int from) {
    int at = from;
    while (at <= bytes.length - Long.BYTES) {
      long word = (long) WORD.get(bytes, at);
      long comma = word ^ (EACH * ',');
      long quote = word ^ (EACH * '"');
      long others =
          word
              | (word + EACH)
              | ((comma - EACH) & ~comma)
              | ((quote - EACH) & ~quote)
              | ((word - EACH * ' ') & ~word);
      if ((others & HIGH_BITS) != 0) {
        return at + lowest(others & HIGH_BITS);
      }
      at += Long.BYTES;
    }
    return at;
  }

  /**
   * Which byte has the lowest of some high bits set: those below it are counted, without a jump.
   */
  private static int lowest(long highBits) {
    long below = ((highBits & -highBits) - 1) & EACH;
    return (int) ((below * EACH) >>> 56) - 1;
  }
}
