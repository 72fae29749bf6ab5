package loteria.ipc.settings;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.jspecify.annotations.Nullable;

/** The settings of a process: a flag precedes the environment, that the file, that the default. */
public final class Settings {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private final List<Setting> known;
  private final Map<String, String> values;
  private final Set<String> given;
  private final Set<String> onCommandLine;
  private final List<String> arguments;

  private Settings(
      List<Setting> known,
      Map<String, String> values,
      Set<String> given,
      Set<String> onCommandLine,
      List<String> arguments) {
    this.known = known;
    this.values = values;
    this.given = given;
    this.onCommandLine = onCommandLine;
    this.arguments = arguments;
  }

  /**
   * Reads the command line, the environment and, where {@code config} names one, the file.
   *
   * @param known everything that can be set
   * @throws UsageException when anything is not known, misses its value or cannot be read
   */
  public static Settings read(List<Setting> known, String[] args, Map<String, String> environment)
      throws UsageException {
    CommandLine line;
    try {
      line =
          DefaultParser.builder().setAllowPartialMatching(false).get().parse(options(known), args);
    } catch (ParseException e) {
      throw new UsageException(e.getMessage() + "; see --help");
    }
    checkGivenOnce(line);
    Map<String, String> values = new HashMap<>();
    for (Setting setting : known) {
      values.put(setting.flag(), setting.fallback());
    }
    Set<String> given = new HashSet<>();
    String file = fromFlagOrEnvironment(line, environment, "config", known);
    if (file != null && !file.isEmpty()) {
      Map<String, String> fromFile = file(known, file);
      values.putAll(fromFile);
      given.addAll(fromFile.keySet());
    }
    for (Setting setting : known) {
      String value = fromFlagOrEnvironment(line, environment, setting.flag(), known);
      if (value != null) {
        values.put(setting.flag(), value);
        given.add(setting.flag());
      }
    }
    Set<String> onCommandLine =
        Arrays.stream(line.getOptions()).map(Option::getLongOpt).collect(Collectors.toSet());
    return new Settings(known, values, given, onCommandLine, line.getArgList());
  }

  /** What is on the command line beside flags. */
  public List<String> arguments() {
    return arguments;
  }

  /** Whether a switch is set. */
  public boolean isSet(Setting setting) {
    return !text(setting).isEmpty() && !text(setting).equals("false");
  }

  /** Whether a value was given by a flag, the environment or the file, be it the default one. */
  public boolean isGiven(Setting setting) {
    return given.contains(setting.flag());
  }

  /** Whether a value was given by a flag, not by the environment or the file. */
  public boolean isOnCommandLine(Setting setting) {
    return onCommandLine.contains(setting.flag());
  }

  /**
   * Whether a switch is on that the environment or the file may set too. Any other word might be
   * meant as no.
   *
   * @throws UsageException when its value is neither true nor false
   */
  public boolean isOn(Setting setting) throws UsageException {
    return switch (text(setting).strip()) {
      case "true" -> true;
      case "false", "" -> false;
      default -> throw bad(setting, "is neither true nor false");
    };
  }

  public String text(Setting setting) {
    return values.getOrDefault(setting.flag(), "");
  }

  /**
   * A whole number.
   *
   * @throws UsageException when it is not a number from {@code min} to {@code max}
   */
  public int number(Setting setting, int min, int max) throws UsageException {
    String text = text(setting);
    int value;
    try {
      value = Integer.parseInt(text.strip());
    } catch (NumberFormatException _) {
      throw bad(setting, "is no whole number");
    }
    if (value < min || value > max) {
      throw bad(setting, "is not from " + min + " to " + max);
    }
    return value;
  }

  /**
   * A time with its unit: {@code 250ms}, {@code 10s}, {@code 5m}, {@code 1h}.
   *
   * @throws UsageException when it is not one
   */
  public Duration duration(Setting setting) throws UsageException {
    Matcher matcher = DURATION.matcher(text(setting).strip());
    if (!matcher.matches()) {
      throw bad(setting, "is no time such as 250ms, 10s, 5m or 1h");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  /** What to throw when a value does not do. */
  public UsageException bad(Setting setting, String why) {
    return new UsageException(
        String.format(Locale.ROOT, "--%s '%s' %s", setting.flag(), text(setting), why));
  }

  /**
   * Every setting that has a value and its value, in turn, for the log's {@code config} line.
   *
   * @param hidden those whose value nobody is to read
   */
  public Object[] keyValues(Setting... hidden) {
    List<String> secrets = Arrays.stream(hidden).map(Setting::flag).toList();
    List<Object> pairs = new ArrayList<>();
    for (Setting setting : known) {
      boolean shown = !setting.flag().equals("help") && !setting.flag().equals("version");
      if (shown && !text(setting).isEmpty()) {
        pairs.add(setting.flag().replace('-', '_'));
        pairs.add(secrets.contains(setting.flag()) ? "hidden" : text(setting));
      }
    }
    return pairs.toArray();
  }

  /** Of two values nobody knows which was meant. */
  private static void checkGivenOnce(CommandLine line) throws UsageException {
    Set<String> seen = new HashSet<>();
    for (Option option : line.getOptions()) {
      if (!seen.add(option.getLongOpt())) {
        String[] values = line.getOptionValues(option.getLongOpt());
        throw new UsageException(
            "--"
                + option.getLongOpt()
                + " is given more than once"
                + (values == null ? "" : ": '" + String.join("', '", values) + "'"));
      }
    }
  }

  private static Options options(List<Setting> known) {
    var options = new Options();
    for (Setting setting : known) {
      boolean hasValue = !setting.argument().isEmpty();
      options.addOption(Option.builder().longOpt(setting.flag()).hasArg(hasValue).get());
    }
    return options;
  }

  private static @Nullable String fromFlagOrEnvironment(
      CommandLine line, Map<String, String> environment, String flag, List<Setting> known) {
    if (line.hasOption(flag)) {
      String value = line.getOptionValue(flag);
      return value == null ? "true" : value;
    }
    for (Setting setting : known) {
      if (setting.flag().equals(flag) && !setting.environment().isEmpty()) {
        String value = environment.get(setting.environment());
        return value == null || value.isEmpty() ? null : value;
      }
    }
    return null;
  }

  private static Map<String, String> file(List<Setting> known, String file) throws UsageException {
    Map<String, String> lines;
    try {
      lines = PropertiesFile.read(file);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(
          String.format(Locale.ROOT, "--config '%s' cannot be read: %s", file, e));
    }
    Map<String, String> values = new HashMap<>();
    for (var line : lines.entrySet()) {
      Setting setting = find(known, line.getKey());
      if (setting == null) {
        throw new UsageException(
            String.format(
                Locale.ROOT, "--config '%s' sets '%s', which is unknown", file, line.getKey()));
      }
      if (values.put(setting.flag(), line.getValue()) != null) {
        throw new UsageException(
            String.format(
                Locale.ROOT, "--config '%s' sets '%s' more than once", file, setting.flag()));
      }
    }
    return values;
  }

  private static @Nullable Setting find(List<Setting> known, String key) {
    for (Setting setting : known) {
      boolean inEnvironment = !key.isEmpty() && setting.environment().equals(key);
      if (setting.flag().equals(key) || inEnvironment) {
        return setting;
      }
    }
    return null;
  }
}
