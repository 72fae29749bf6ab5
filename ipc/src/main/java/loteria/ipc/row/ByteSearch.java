package loteria.ipc.row;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A search of bytes, eight at a time: the processor then predicts one branch, not eight. */
public final class ByteSearch {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** A byte times this is a word of eight such bytes. */
  private static final long EACH = 0x0101_0101_0101_0101L;

  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private ByteSearch() {}

  /** The index of the next line feed; {@code to} if there is none before it. */
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
   * The index of the next line feed, carriage return or quote; {@code to} if there is none before
   * it.
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
   * Skips printable ASCII except commas and quotes. May stop too early, at most seven bytes before
   * the array ends; never goes beyond.
   *
   * <p>Each term sets the high bit of its bytes: those beyond ASCII, DEL, commas, quotes, control
   * characters. Bits above the lowest one set may be wrong.
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

  /** The index of the byte with the lowest high bit set, counted without a branch. */
  private static int lowest(long highBits) {
    long below = ((highBits & -highBits) - 1) & EACH;
    return (int) ((below * EACH) >>> 56) - 1;
  }
}
