package loteria.ipc.row;

/**
 * The checksum of concatenated texts, computed from the checksums of each.
 *
 * <p>A CRC is a polynomial over GF(2) modulo another; appending n bytes multiplies it by x⁸ⁿ. All
 * polynomials here are reflected: the highest bit is the coefficient of x⁰. Tables process four
 * bits at a time.
 */
final class CrcCombine {
  private static final int ONE = 1 << 31;
  private static final int X_TO_8 = ONE >>> 8;
  private static final int DIGIT_BITS = 4;
  private static final int DIGITS = 1 << DIGIT_BITS;
  private static final int DIGIT = DIGITS - 1;

  private final int modulus;

  /** The lowest four coefficients of a polynomial, multiplied by x⁴. */
  private final int[] carried = new int[DIGITS];

  /**
   * For every hexadecimal digit d at place i of a count of bytes: x to the power of 8 · d · 16ⁱ,
   * times each polynomial of four coefficients.
   */
  private final int[][][] powers = new int[Long.SIZE / DIGIT_BITS][DIGITS][];

  /**
   * @param modulus the CRC's polynomial without its highest term, reflected
   */
  CrcCombine(int modulus) {
    this.modulus = modulus;
    for (int d = 0; d < DIGITS; d++) {
      carried[d] = timesX(timesX(timesX(timesX(d))));
    }
    int base = X_TO_8;
    for (int[][] ofPlace : powers) {
      int power = ONE;
      int[] timesBase = multiples(base);
      for (int d = 0; d < DIGITS; d++) {
        ofPlace[d] = multiples(power);
        power = multiply(timesBase, power);
      }
      base = power;
    }
  }

  /**
   * The checksum of a text followed by another.
   *
   * @param first the checksum of the first
   * @param second the checksum of the second
   * @param secondBytes how many bytes the second has
   */
  int append(int first, int second, long secondBytes) {
    int product = first;
    long digits = secondBytes;
    for (int i = 0; digits != 0; i++) {
      int digit = (int) digits & DIGIT;
      product = digit == 0 ? product : multiply(powers[i][digit], product);
      digits >>>= DIGIT_BITS;
    }
    return product ^ second;
  }

  private int timesX(int a) {
    return (a >>> 1) ^ (modulus & -(a & 1));
  }

  /** A polynomial times each of four coefficients, of which the highest bit is that of x⁰. */
  private int[] multiples(int a) {
    int[] multiples = new int[DIGITS];
    int shifted = a;
    for (int bit = DIGITS >> 1; bit > 0; bit >>= 1) {
      for (int d = 0; d < DIGITS; d++) {
        multiples[d] ^= (d & bit) == 0 ? 0 : shifted;
      }
      shifted = timesX(shifted);
    }
    return multiples;
  }

  private int multiply(int[] multiplesOfOne, int other) {
    int product = 0;
    for (int at = 0; at < Integer.SIZE; at += DIGIT_BITS) {
      product =
          (product >>> DIGIT_BITS)
              ^ carried[product & DIGIT]
              ^ multiplesOfOne[other >>> at & DIGIT];
    }
    return product;
  }
}
