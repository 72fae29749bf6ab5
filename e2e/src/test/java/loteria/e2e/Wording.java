package loteria.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The banned phrases of {@code wording.txt}, each with its replacement.
 *
 * <p>A text is searched twice. For phrases, its comment marks and line ends become single blanks
 * and its names of methods and variables are split into words; for old names of types it is
 * searched as it is.
 */
final class Wording {
  private static final Pattern MARGIN = Pattern.compile("^\\s*(?:/\\*+|\\*/?|//|#+|--|>)?\\s*");
  private static final Pattern LOWER_NAME = Pattern.compile("\\b\\p{Ll}[\\p{L}\\d]*");
  private static final Pattern HUMP = Pattern.compile("(?<=[\\p{Ll}\\d])(?=\\p{Lu})");
  private static final String TYPE = "type ";

  private final Map<String, String> replacements = new LinkedHashMap<>();
  private final Pattern phrases;
  private final Pattern types;

  private Wording(List<String> lines) {
    for (String line : lines) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split(" => ", 2);
        replacements.put(parts[0], parts[1]);
      }
    }
    phrases =
        Pattern.compile(
            replacements.keySet().stream()
                .filter(phrase -> !phrase.startsWith(TYPE))
                .sorted((a, b) -> b.length() - a.length())
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?<![\\p{L}\\d-])(?:", ")(?![\\p{L}\\d-])")),
            Pattern.CASE_INSENSITIVE);
    types =
        Pattern.compile(
            replacements.keySet().stream()
                .filter(phrase -> phrase.startsWith(TYPE))
                .map(phrase -> phrase.substring(TYPE.length()))
                .collect(
                    Collectors.joining(
                        "|", "(?:\\b(?:class|record|interface|enum|new)|@link|@code) (", ")\\b")));
  }

  static Wording read() {
    try (InputStream in = Wording.class.getResourceAsStream("wording.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return new Wording(text.lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every place in a file's text where a phrase is, as {@code file:line: "phrase" (use "…")}. */
  List<String> find(String file, String text) {
    List<String> lines = text.lines().toList();
    var words = new StringBuilder(text.length() + text.length() / 8);
    var starts = new int[lines.size()];
    for (int i = 0; i < lines.size(); i++) {
      starts[i] = words.length();
      String line = MARGIN.matcher(lines.get(i)).replaceFirst("");
      String split =
          LOWER_NAME.matcher(line).replaceAll(name -> HUMP.matcher(name.group()).replaceAll(" "));
      words.append(split.stripTrailing()).append(' ');
    }
    var found = new ArrayList<String>();
    Matcher phrase = phrases.matcher(words);
    int line = 0;
    while (phrase.find()) {
      while (line + 1 < starts.length && starts[line + 1] <= phrase.start()) {
        line++;
      }
      found.add(place(file, line, phrase.group().toLowerCase(Locale.ROOT)));
    }
    for (int i = 0; i < lines.size(); i++) {
      Matcher type = types.matcher(lines.get(i));
      while (type.find()) {
        found.add(place(file, i, TYPE + type.group(1)));
      }
    }
    return found;
  }

  private String place(String file, int line, String phrase) {
    String replacement = Objects.requireNonNull(replacements.get(phrase), phrase);
    return String.format(
        Locale.ROOT, "%s:%d: \"%s\" (use \"%s\")", file, line + 1, phrase, replacement);
  }
}
