package loteria.ipc.row;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A second implementation of the rules of a row, as a person would write it: decode, parse as RFC
 * 4180, check each field, and compare with the fields written again.
 */
final class RowReference {
  private static final String INVISIBLE =
      "[\\p{Z}\\p{Cf}\\x{34f}\\x{115f}\\x{1160}\\x{17b4}\\x{17b5}\\x{180b}-\\x{180f}\\x{2800}"
          + "\\x{3164}\\x{fe00}-\\x{fe0f}\\x{ffa0}\\x{e0100}-\\x{e01ef}]*";

  private RowReference() {}

  static boolean isGood(byte[] row, AgencyId agency, LocalDate today) {
    String text = decoded(row);
    List<String> fields = text == null ? null : parsed(text);
    return fields != null
        && fields.size() == 6
        && fields.get(0).equals(agency.toString())
        && isName(fields.get(1))
        && isName(fields.get(2))
        && fields.get(3).matches("[0-9A-Za-z]{1,20}")
        && isDate(fields.get(4), today)
        && fields.get(5).matches("[0-9]{1,4}")
        && canonical(fields).equals(text);
  }

  private static @Nullable String decoded(byte[] row) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(row)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  /** The fields of one RFC 4180 record, or null if it is malformed. */
  private static @Nullable List<String> parsed(String text) {
    List<String> fields = new ArrayList<>();
    var field = new StringBuilder();
    boolean inQuotes = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inQuotes && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else if (c == '"') {
        inQuotes = !inQuotes;
      } else if (c == ',' && !inQuotes) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return inQuotes ? null : fields;
  }

  private static String canonical(List<String> fields) {
    List<String> written = new ArrayList<>();
    for (String field : fields) {
      boolean quoted = field.contains(",") || field.contains("\"");
      written.add(quoted ? '"' + field.replace("\"", "\"\"") + '"' : field);
    }
    return String.join(",", written);
  }

  private static boolean isName(String field) {
    long characters = field.codePoints().count();
    return characters >= 1
        && characters <= 100
        && field.codePoints().noneMatch(Character::isISOControl)
        && !field.matches(INVISIBLE)
        && !field.matches(".*[\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}].*");
  }

  private static boolean isDate(String field, LocalDate today) {
    if (!field.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
      return false;
    }
    if (field.startsWith("0000")) {
      return false;
    }
    try {
      return !LocalDate.parse(field).isAfter(today);
    } catch (DateTimeException _) {
      return false;
    }
  }
}
