package loteria.auditor;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * The arguments that the program was started with.
 *
 * @param folder what to audit; the present folder with {@code --help} and {@code --version}
 * @param seal the seal that the bets must have, in lower-case hexadecimal digits; null for any
 */
record AuditorArguments(Path folder, @Nullable String seal, boolean isHelp, boolean isVersion) {
  private static final Pattern SEAL = Pattern.compile("[0-9a-f]{64}");

  private static final Options KNOWN =
      new Options()
          .addOption(Option.builder().longOpt("seal").hasArg().get())
          .addOption(Option.builder().longOpt("help").get())
          .addOption(Option.builder().longOpt("version").get());

  /**
   * Reads them.
   *
   * @throws BadArgumentsException if one is unknown, missing or wrong
   */
  static AuditorArguments parse(String[] args) throws BadArgumentsException {
    CommandLine line = parsed(args);
    boolean isHelp = line.hasOption("help") || line.getArgList().equals(List.of("help"));
    if (isHelp || line.hasOption("version")) {
      return new AuditorArguments(Path.of(""), null, isHelp, !isHelp);
    }
    if (line.getArgList().size() != 1) {
      throw new BadArgumentsException(
          line.getArgList().isEmpty() ? "FOLDER is missing" : "there is more than one FOLDER");
    }
    return new AuditorArguments(folder(line.getArgList().getFirst()), seal(line), false, false);
  }

  private static CommandLine parsed(String[] args) throws BadArgumentsException {
    try {
      return DefaultParser.builder().setAllowPartialMatching(false).get().parse(KNOWN, args);
    } catch (ParseException e) {
      throw new BadArgumentsException(String.valueOf(e.getMessage()));
    }
  }

  private static Path folder(String name) throws BadArgumentsException {
    try {
      Path folder = Path.of(name);
      if (Files.isDirectory(folder.resolve("log"))) {
        return folder;
      }
    } catch (InvalidPathException e) {
      throw new BadArgumentsException(
          "FOLDER is not a file name in this locale (try LC_ALL=C.UTF-8): " + e.getReason());
    }
    throw new BadArgumentsException(
        "'" + name + "' is not the folder of a draw: it has no folder log");
  }

  private static @Nullable String seal(CommandLine line) throws BadArgumentsException {
    String[] given = line.getOptionValues("seal");
    if (given == null) {
      return null;
    }
    String seal = given[0].toLowerCase(Locale.ROOT);
    if (given.length > 1 || !SEAL.matcher(seal).matches()) {
      throw new BadArgumentsException("--seal is not one SHA-256: 64 hexadecimal digits");
    }
    return seal;
  }
}
