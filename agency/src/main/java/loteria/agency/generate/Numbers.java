package loteria.agency.generate;

import java.util.Random;
import loteria.ipc.row.RowCheck;

/** The numbers that are bet on. */
interface Numbers {
  /** The next bet's number. */
  int next(Random random);

  /** Any number, each as likely. */
  static Numbers byChance() {
    return random -> random.nextInt(RowCheck.NUMBER_MAX + 1);
  }

  /**
   * Exactly {@code winners} of {@code bets} numbers win. Each place is as likely to be one of them:
   * a bet wins with the chance of winners left to bets left (Knuth's algorithm S), so nothing but
   * those two is kept.
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
