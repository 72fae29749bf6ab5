package loteria.ipc.bet;

/**
 * Checksums of texts that follow each other, from the checksums of each. A CRC is a polynomial over
 * GF(2) modulo another; appending n bytes multiplies it by x⁸ⁿ. All polynomials here are reflected:
 * the highest bit is the coefficient of x⁰.
 */
final class CrcShift {
  private static final int ONE = 1 << 31;
  private static final int X_TO_8 = ONE >>> 8;
  private static final int DIGIT_BITS = 4;

  private final int modulus;

  /** x to the power of 8 · d · 16ⁱ, for every hexadecimal digit d of a count of bytes. */
  private final int[][] powers = new int[Long.SIZE / DIGIT_BITS][1 << DIGIT_BITS];

  /**
   * @param modulus the CRC's polynomial without its highest term, reflected
   */
  CrcShift(int modulus) {
    this.modulus = modulus;
    int base = X_TO_8;
    for (int[] ofDigit : powers) {
      ofDigit[0] = ONE;
      for (int d = 1; d < ofDigit.length; d++) {
        ofDigit[d] = multiply(ofDigit[d - 1], base);
      }
      base = multiply(ofDigit[ofDigit.length - 1], base);
    }
  }

  /**
   * The checksum of one text and another behind it.
   *
   * @param first the checksum of the one
   * @param second the checksum of the other
   * @param secondBytes how many bytes the other has
   */
  int append(int first, int second, long secondBytes) {
    int product = first;
    long digits = secondBytes;
    for (int i = 0; digits != 0; i++) {
      int digit = (int) digits & ((1 << DIGIT_BITS) - 1);
      product = digit == 0 ? product : multiply(powers[i][digit], product);
      digits >>>= DIGIT_BITS;
    }
    return product ^ second;
  }

  /** Without a branch on a bit: every second one would be guessed wrong by the processor. */
  private int multiply(int a, int b) {
    int product = 0;
    int shifted = b;
    for (int rest = a; rest != 0; rest <<= 1) {
      product ^= shifted & (rest >> 31);
      shifted = (shifted >>> 1) ^ (modulus & -(shifted & 1));
    }
    return product;
  }
}
