package loteria.agency.receipt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import loteria.ipc.row.AgencyId;
import loteria.ipc.settings.UsageException;

/**
 * What an agency knows to be stored of it, as the lines of a text. No person's data is in it.
 *
 * @param draw the draw's name; empty if the agency did not name it
 * @param agency the agency's number
 * @param batches how many batches are stored
 * @param bets how many bets
 * @param sha256 of the rows in the order in which they are stored; 64 lower-case hexadecimal digits
 * @param seal of the draw's bets, in the same form; empty while it is not known
 */
record Receipt(String draw, int agency, long batches, long bets, String sha256, String seal) {
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
  private static final List<String> KEYS =
      List.of("draw", "agency", "batches", "bets", "sha256", "seal");

  /** Its lines, each with a line feed. */
  String text() {
    return (draw.isEmpty() ? "" : "draw=" + draw + "\n")
        + "agency="
        + agency
        + "\nbatches="
        + batches
        + "\nbets="
        + bets
        + "\nsha256="
        + sha256
        + "\n"
        + (seal.isEmpty() ? "" : "seal=" + seal + "\n");
  }

  /**
   * Reads a receipt.
   *
   * @param name of its file, for the message
   * @throws UsageException if it is malformed
   */
  static Receipt parse(String name, String text) throws UsageException {
    Map<String, String> values = new HashMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      int equals = line.indexOf('=');
      String key = equals < 0 ? "" : line.substring(0, equals);
      String where = name + " line " + number + ": ";
      if (!KEYS.contains(key)) {
        throw new UsageException(where + "is none of the lines of a receipt: " + KEYS);
      }
      String value = line.substring(equals + 1);
      if (!isValid(key, value)) {
        throw new UsageException(where + key + " is not " + form(key));
      }
      if (values.put(key, value) != null) {
        throw new UsageException(where + "is the second line with " + key);
      }
    }
    return new Receipt(
        values.getOrDefault("draw", ""),
        Integer.parseInt(required(name, values, "agency")),
        Long.parseLong(required(name, values, "batches")),
        Long.parseLong(required(name, values, "bets")),
        required(name, values, "sha256"),
        values.getOrDefault("seal", ""));
  }

  private static String required(String name, Map<String, String> values, String key)
      throws UsageException {
    String value = values.get(key);
    if (value == null) {
      throw new UsageException(name + " is not a whole receipt: it has no line " + key + "=");
    }
    return value;
  }

  /** Whether a text is a number as receipts and seals write it. */
  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  /** Whether a text is the number of an agency as receipts and seals write it. */
  static boolean isAgency(String text) {
    return isNumber(text) && Long.parseLong(text) >= 1 && Long.parseLong(text) <= AgencyId.MAX;
  }

  /** Whether a text is a SHA-256 as receipts and seals write it. */
  static boolean isSha256(String text) {
    return SHA_256.matcher(text).matches();
  }

  private static boolean isValid(String key, String value) {
    return switch (key) {
      case "agency" -> isAgency(value);
      case "batches", "bets" -> isNumber(value);
      case "sha256", "seal" -> isSha256(value);
      default -> true;
    };
  }

  private static String form(String key) {
    return switch (key) {
      case "agency" -> "a number from 1 to " + AgencyId.MAX;
      case "batches", "bets" -> "a number";
      default -> "64 lower-case hexadecimal digits";
    };
  }
}
