package loteria.e2e.fault.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import loteria.e2e.Bets;

/** Made-up rows, all different, that both dialects can carry. */
final class FileOfBets {
  private static final int WINS_ONE_IN = 20;

  private FileOfBets() {}

  /** A file of this many rows. */
  static List<String> of(int rows, Random random) {
    List<String> file = new ArrayList<>(rows);
    for (int i = 0; i < rows; i++) {
      file.add(row("F" + i, random));
    }
    return List.copyOf(file);
  }

  /** A row of this document. */
  static String row(String document, RandomGenerator random) {
    int number =
        random.nextInt(WINS_ONE_IN) == 0
            ? Bets.WINNING_NUMBER
            : random.nextInt(Bets.WINNING_NUMBER);
    return "Ana,Paz,%s,1990-05-17,%d".formatted(document, number);
  }

  /** The row with an invalid number. */
  static String bad(String row) {
    return row.substring(0, row.lastIndexOf(',')) + Ask.BAD_NUMBER;
  }

  static String document(String row) {
    return row.split(",", -1)[2];
  }

  static boolean wins(String row) {
    return row.endsWith("," + Bets.WINNING_NUMBER);
  }
}
