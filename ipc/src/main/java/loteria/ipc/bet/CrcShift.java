package loteria.ipc.bet;

/**
 * Checksums of texts that follow each other, from the checksums of each. A CRC is a polynomial over
 * GF(2) modulo another; appending n bytes multiplies it by x⁸ⁿ. All polynomials here are reflected:
 * the highest bit is the coefficient of x⁰.
 */
final class CrcShift {
  private static final int ONE = 1 << 31;
  private static final int X = 1 << 30;

  private final int modulus;

  /** x to the power of 2ⁱ, for every i. */
  private final int[] powers = new int[Long.SIZE];

  /**
   * @param modulus the CRC's polynomial without its highest term, reflected
   */
  CrcShift(int modulus) {
    this.modulus = modulus;
    powers[0] = X;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = multiply(powers[i - 1], powers[i - 1]);
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
    return multiply(xToThe(secondBytes * Byte.SIZE), first) ^ second;
  }

  private int xToThe(long exponent) {
    int product = ONE;
    for (int i = 0; exponent >>> i != 0 && i < Long.SIZE; i++) {
      if ((exponent >>> i & 1) != 0) {
        product = multiply(powers[i], product);
      }
    }
    return product;
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
