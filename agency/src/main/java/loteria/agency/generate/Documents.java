package loteria.agency.generate;

/**
 * A sequence of document numbers of 7 or 8 digits that looks random and repeats none: a Feistel
 * network is a bijection on 28 bits, and a result outside the range goes through it again.
 */
final class Documents {
  /** How many different documents there are. */
  static final int COUNT = 99_000_000;

  private static final int FIRST = 1_000_000;
  private static final int HALF_BITS = 14;
  private static final int HALF_MASK = (1 << HALF_BITS) - 1;
  private static final int ROUNDS = 4;

  private final long seed;

  Documents(long seed) {
    this.seed = seed;
  }

  /**
   * A document.
   *
   * @param index which, from 0 to {@link #COUNT}, the latter exclusive
   */
  int document(int index) {
    int value = permuted(index);
    while (value >= COUNT) {
      value = permuted(value);
    }
    return FIRST + value;
  }

  private int permuted(int value) {
    int left = value >>> HALF_BITS;
    int right = value & HALF_MASK;
    for (int round = 0; round < ROUNDS; round++) {
      int next = left ^ mixed(right, round);
      left = right;
      right = next;
    }
    return left << HALF_BITS | right;
  }

  /** The finalizer of SplitMix64. */
  private int mixed(int half, int round) {
    long z = seed + 0x9e3779b97f4a7c15L * (half + 1L + ((long) round << HALF_BITS));
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return (int) (z ^ (z >>> 31)) & HALF_MASK;
  }
}
