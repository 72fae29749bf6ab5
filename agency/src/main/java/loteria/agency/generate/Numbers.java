package loteria.agency.generate;

import java.util.Random;
import loteria.ipc.row.RowCheck;

/** The numbers that the generated bets are on. */
interface Numbers {
  /** The next bet's number. */
  int next(Random random);

  /** Any number, each with the same probability. */
  static Numbers byChance() {
    return random -> random.nextInt(RowCheck.NUMBER_MAX + 1);
  }

  /**
   * Exactly {@code winners} of {@code bets} numbers win, each place with the same probability: a
   * bet wins with the probability of winners left to bets left (Knuth's algorithm S), which needs
   * no other state.
   */
  static Numbers withWinners(int bets, int winners, int winningNumber) {
    return new Numbers() {
      private int betsLeft = bets;
      private int winnersLeft = winners;

      @Override
      public int next(Random random) {
        if (random.nextInt(betsLeft--) < winnersLeft) {
          winnersLeft--;
          return winningNumber;
        }
        int other = random.nextInt(RowCheck.NUMBER_MAX);
        return other < winningNumber ? other : other + 1;
      }
    };
  }
}
