package loteria.agency.generate;

import java.time.LocalDate;
import java.util.Random;
import loteria.ipc.row.RowWriter;

/**
 * A generator of made-up bets, the same for the same seed on every Java: {@link Random} is
 * specified to the bit.
 */
final class BetGenerator {
  private static final LocalDate FIRST_BIRTH = LocalDate.of(1940, 1, 1);
  private static final int BIRTH_DAYS =
      Math.toIntExact(LocalDate.of(2007, 1, 1).toEpochDay() - FIRST_BIRTH.toEpochDay());

  private final int bets;
  private final Random random;
  private final Documents documents;
  private final Numbers numbers;
  private final Names names;
  private int made;

  /**
   * @param bets how many
   * @param plain whether no name may hold a comma or a quote
   */
  BetGenerator(int bets, long seed, Numbers numbers, boolean plain) {
    this.bets = bets;
    this.random = new Random(seed);
    this.documents = new Documents(random.nextLong());
    this.numbers = numbers;
    this.names = new Names(plain);
  }

  /** Appends the next bet; returns false if there is none. */
  boolean next(RowWriter rows) {
    if (made == bets) {
      return false;
    }
    rows.write(
        names.first(random),
        names.last(random),
        Integer.toString(documents.document(made++)),
        FIRST_BIRTH.plusDays(random.nextInt(BIRTH_DAYS)).toString(),
        Integer.toString(numbers.next(random)));
    return true;
  }
}
