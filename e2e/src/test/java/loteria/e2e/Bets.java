package loteria.e2e;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Request;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowDigest;
import loteria.ipc.row.RowWriter;

/** Made-up bets from a seed, so that a test can be repeated. */
public final class Bets {
  /** The default winning number of a server. */
  public static final int WINNING_NUMBER = 7574;

  private static final List<String> FIRST = List.of("Ana María", "Íñigo", "Juan \"Tito\"", "Zoé");
  private static final List<String> LAST = List.of("Núñez", "Pérez, hijo", "O'Higgins", "Ávila");

  private Bets() {}

  /**
   * Made-up bets.
   *
   * @param agency whose; its documents begin with its number
   * @param winners how many of the first bet on the winning number; no other does
   */
  public static List<List<String>> of(int agency, int count, int winners, long seed) {
    var random = new Random(seed + agency);
    List<List<String>> bets = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int number = random.nextInt(WINNING_NUMBER);
      bets.add(
          List.of(
              FIRST.get(random.nextInt(FIRST.size())),
              LAST.get(random.nextInt(LAST.size())),
              "%d%07d".formatted(agency, i),
              "19%02d-%02d-%02d"
                  .formatted(random.nextInt(100), 1 + random.nextInt(12), 1 + random.nextInt(28)),
              Integer.toString(i < winners ? WINNING_NUMBER : number)));
    }
    return bets;
  }

  /** The same bets as the text dialect can carry them: no comma inside a field. */
  public static List<List<String>> withoutCommas(List<List<String>> bets) {
    return bets.stream()
        .map(bet -> bet.stream().map(field -> field.replace(",", "")).toList())
        .toList();
  }

  /** The documents of the first bets. */
  public static List<String> documents(List<List<String>> bets, int count) {
    return bets.stream().limit(count).map(bet -> bet.get(2)).toList();
  }

  /** The documents of the bets on a number. */
  public static List<String> documentsOn(List<List<String>> bets, int number) {
    return bets.stream()
        .filter(bet -> bet.get(4).equals(Integer.toString(number)))
        .map(bet -> bet.get(2))
        .toList();
  }

  /** The rows of bets.csv. */
  public static byte[] rows(int agency, List<List<String>> bets) {
    Bytes content = batch(agency, 1, bets, 0, bets.size()).content();
    return Arrays.copyOfRange(content.array(), content.from(), content.to());
  }

  /** Asserts that these are the stored bets, in this many batches. */
  public static Request.Finish finish(
      int agency, long batches, List<List<String>> bets, int count) {
    Bytes rows = batch(agency, 0, bets, 0, count).content();
    var digest = RowDigest.of(rows.array(), rows.from(), rows.to());
    return new Request.Finish(batches, count, digest.value());
  }

  /** A batch of bets from {@code from} to {@code to}. */
  public static Request.Batch batch(
      int agency, long id, List<List<String>> bets, int from, int to) {
    var rows = new RowWriter((to - from) * 64);
    for (List<String> bet : bets.subList(from, to)) {
      rows.write(new AgencyId(agency), bet.get(0), bet.get(1), bet.get(2), bet.get(3), bet.get(4));
    }
    return new Request.Batch(id, to - from, Bytes.of(rows.toByteArray()));
  }
}
