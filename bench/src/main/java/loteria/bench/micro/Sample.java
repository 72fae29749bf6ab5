package loteria.bench.micro;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import loteria.ipc.row.RowWriter;

/**
 * One batch, always the same, about as large as an agency's default, of bets like those it
 * generates.
 */
public final class Sample {
  /** How many bets it has. */
  public static final int BETS = 180;

  /** The agency. */
  public static final int AGENCY = 1;

  private static final List<String> FIRST_NAMES =
      List.of("Axel", "Camila Diego", "Zoe", "José María", "Ximena", "Juan Cruz", "Itatí", "Luz");
  private static final List<String> LAST_NAMES =
      List.of("Toledo", "Méndez", "Ruiz", "Núñez", "Fernández", "Paz", "Etcheverry", "Sosa");

  private final List<String[]> bets = new ArrayList<>();

  public Sample() {
    var random = new Random(1);
    for (int bet = 0; bet < BETS; bet++) {
      bets.add(
          new String[] {
            Integer.toString(AGENCY),
            FIRST_NAMES.get(random.nextInt(FIRST_NAMES.size())),
            LAST_NAMES.get(random.nextInt(LAST_NAMES.size())),
            Integer.toString(20_000_000 + random.nextInt(30_000_000)),
            String.format(
                Locale.ROOT,
                "%d-%02d-%02d",
                1940 + random.nextInt(65),
                1 + random.nextInt(12),
                1 + random.nextInt(28)),
            Integer.toString(random.nextInt(10_000))
          });
    }
  }

  /** The fields of each bet, the agency first. */
  public List<String[]> bets() {
    return bets;
  }

  /** The rows, as they are sent and stored. */
  public byte[] rows() {
    var rows = new RowWriter(16 << 10);
    bets.forEach(rows::write);
    return rows.toByteArray();
  }

  /** The batch as a message of the text dialect. */
  public byte[] text() {
    var payload = new StringBuilder();
    for (int i = 0; i < BETS; i++) {
      String[] bet = bets.get(i);
      payload.append(payload.isEmpty() ? "" : ";");
      payload.append(bet[0]).append(',').append(i);
      for (int field = 1; field < bet.length; field++) {
        payload.append(',').append(bet[field]);
      }
    }
    byte[] content = payload.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    String header = String.format(Locale.ROOT, "BET%08d%04d%08d;", content.length, BETS, 1);
    return (header + payload).getBytes(StandardCharsets.UTF_8);
  }
}
