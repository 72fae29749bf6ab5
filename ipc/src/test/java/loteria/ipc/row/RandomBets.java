package loteria.ipc.row;

import java.util.List;
import java.util.Random;

/** Valid bets from a seed, believable or at the limits of validity. */
final class RandomBets {
  private static final List<String> CHARACTERS =
      List.of("a", "Z", " ", "'", "-", "ñ", "é", "漢", "🂡", ",", "\"", ";", "\u00a0", "\uffff");
  private static final String LETTERS_AND_DIGITS = "09AZaz5Mm";

  private final Random random;

  RandomBets(Random random) {
    this.random = random;
  }

  Bet next(AgencyId agency) {
    return new Bet(agency, name(), name(), document(), birthDate(), number());
  }

  private String name() {
    int length = random.nextInt(20) == 0 ? RowCheck.NAME_MAX : 1 + random.nextInt(12);
    boolean plain = random.nextBoolean();
    var name = new StringBuilder();
    for (int i = 0; i < length; i++) {
      name.append(plain ? "e" : CHARACTERS.get(random.nextInt(CHARACTERS.size())));
    }
    return name.toString().matches("[ \u00a0]*") ? name.append('e').substring(1) : name.toString();
  }

  private String document() {
    int length = 1 + random.nextInt(RowCheck.DOCUMENT_MAX);
    var document = new StringBuilder();
    for (int i = 0; i < length; i++) {
      document.append(LETTERS_AND_DIGITS.charAt(random.nextInt(LETTERS_AND_DIGITS.length())));
    }
    return document.toString();
  }

  private String birthDate() {
    int year = 1900 + random.nextInt(125);
    return "%04d-%02d-%02d".formatted(year, 1 + random.nextInt(12), 1 + random.nextInt(28));
  }

  private String number() {
    return Integer.toString(random.nextInt(RowCheck.NUMBER_MAX + 1));
  }
}
