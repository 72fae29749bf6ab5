package loteria.supervisor.web;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A parser of the OpenMetrics text format that fails on a malformed text. */
final class OpenMetrics {
  private static final Pattern ABOUT = Pattern.compile("# (HELP|TYPE|UNIT) ([a-z][a-z0-9_]*) (.+)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-z][a-z0-9_]*)((?:\\{[^{}]*\\})?) (-?[0-9.]+(?:[eE][-+]?[0-9]+)?)");
  private static final Pattern LABELS =
      Pattern.compile("\\{[a-z_]+=\"[^\"\\\\\n]*\"(,[a-z_]+=\"[^\"\\\\\n]*\")*\\}");
  private static final Map<String, List<String>> SUFFIXES =
      Map.of(
          "counter", List.of("_total"),
          "gauge", List.of(""),
          "stateset", List.of(""),
          "info", List.of("_info"),
          "histogram", List.of("_bucket", "_count", "_sum"));

  /** By family, its descriptions: HELP, TYPE, UNIT. */
  final Map<String, Map<String, String>> families = new LinkedHashMap<>();

  /** By name and labels as they are written. */
  final Map<String, Double> samples = new HashMap<>();

  OpenMetrics(String text) {
    String family = "";
    boolean ended = false;
    for (String line : text.split("\n", -1)) {
      check(!ended || line.isEmpty(), "after the end: " + line);
      Matcher about = ABOUT.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (line.equals("# EOF")) {
        ended = true;
      } else if (about.matches()) {
        boolean isNew = !about.group(2).equals(family);
        family = about.group(2);
        check(!isNew || !families.containsKey(family), "described twice: " + family);
        families.computeIfAbsent(family, _ -> new HashMap<>()).put(about.group(1), about.group(3));
      } else if (sample.matches()) {
        String type = String.valueOf(families.getOrDefault(family, Map.of()).get("TYPE"));
        String suffix =
            sample.group(1).substring(Math.min(family.length(), sample.group(1).length()));
        check(
            sample.group(1).startsWith(family)
                && SUFFIXES.getOrDefault(type, List.of()).contains(suffix),
            "in " + family + ": " + line);
        check(sample.group(2).isEmpty() || LABELS.matcher(sample.group(2)).matches(), line);
        Double before =
            samples.put(sample.group(1) + sample.group(2), Double.parseDouble(sample.group(3)));
        check(before == null, "twice: " + line);
      } else {
        check(line.isEmpty() && ended, "not OpenMetrics: " + line);
      }
    }
    check(ended, "no end");
  }

  /** The value of one sample. */
  double of(String name) {
    Double value = samples.get(name);
    if (value == null) {
      throw new AssertionError(name + " is not in " + samples.keySet());
    }
    return value;
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
