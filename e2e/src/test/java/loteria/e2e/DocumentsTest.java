package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import loteria.ipc.runtime.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The documents, the help and the sample files agree on the settings. */
@Timeout(60)
class DocumentsTest {
  private static final Path DISTRIBUTION = Path.of(System.getProperty("loteria.distribution"));
  private static final Pattern SETTING =
      Pattern.compile("^  (--[a-z-]+( [A-Z0-9:-]+)?) .*?(?:\\[([A-Z_]+)])?$");
  private static final Set<String> NOT_SET =
      Set.of("--help", "--version", "--config FILE", "--json", "--yes");

  @TempDir Path folder;

  /** A setting as {@code --help} shows it. */
  private record Flag(String flag, String environment) {
    String name() {
      return flag.substring("--".length()).split(" ", -1)[0];
    }
  }

  @Test
  void everySupervisorSettingIsInTheReadmeAndInTheSampleFile() throws IOException {
    assertDocumented("supervisor", "loteria.properties");
  }

  @Test
  void everyAgencySettingIsInTheReadmeAndInTheSampleFile() throws IOException {
    assertDocumented("agency", "agency.properties");
  }

  @Test
  void helpFitsATerminalAndNamesWhatAManualDoes() {
    for (List<String> command :
        List.of(List.of("supervisor"), List.of("agency"), List.of("agency", "generate"))) {
      List<String> help = help(command.getFirst(), command.subList(1, command.size()));
      assertEquals(List.of(), help.stream().filter(line -> line.length() > 80).toList());
      assertTrue(help.getFirst().startsWith(String.join(" ", command) + " - "), help.getFirst());
      assertTrue(
          help.containsAll(List.of("SYNOPSIS", "OPTIONS", "EXIT STATUS")), command::toString);
    }
  }

  @Test
  void everyExitCodeIsInTheReadmeAndInTheHelpOfItsProgram() throws IOException {
    String readme = Files.readString(DISTRIBUTION.resolve("../../README.md"));
    List<String> supervisor = help("supervisor", List.of());
    List<String> agency = help("agency", List.of());
    List<String> missing = new ArrayList<>();
    for (ExitCode exit : ExitCode.values()) {
      var line = Pattern.compile("^  " + exit.code() + "  ?.*");
      boolean areThere =
          switch (exit) {
            case ROWS_REFUSED, GAVE_UP, SERVER_REFUSED, SUPERSEDED ->
                agency.stream().anyMatch(line.asMatchPredicate());
            case ORPHANED -> true;
            case OK, FAILED, USAGE ->
                agency.stream().anyMatch(line.asMatchPredicate())
                    && supervisor.stream().anyMatch(line.asMatchPredicate());
            case OUT_OF_MEMORY,
                DISK_FAILED,
                NO_WORKERS,
                DATA_IN_USE,
                LEDGER_DAMAGED,
                CANNOT_LISTEN ->
                supervisor.stream().anyMatch(line.asMatchPredicate());
          };
      if (!areThere || !readme.contains("| %d | ".formatted(exit.code()))) {
        missing.add(exit + " " + exit.code());
      }
    }
    assertEquals(List.of(), missing);
  }

  private void assertDocumented(String program, String sampleName) throws IOException {
    String readme = Files.readString(DISTRIBUTION.resolve("../../README.md"));
    List<String> sample = Files.readAllLines(DISTRIBUTION.resolve("conf").resolve(sampleName));
    List<Flag> settings = settings(program);
    assertFalse(settings.isEmpty(), program + " --help tells of no setting");
    List<String> missing = new ArrayList<>();
    for (Flag setting : settings) {
      if (!readme.contains("| `%s` | `%s` |".formatted(setting.flag(), setting.environment()))) {
        missing.add("README.md: " + setting);
      }
      if (sample.stream().noneMatch(line -> line.startsWith("#" + setting.name() + " ="))) {
        missing.add(sampleName + ": " + setting);
      }
    }
    assertEquals(List.of(), missing);
  }

  private List<Flag> settings(String program) {
    return help(program, List.of()).stream()
        .map(SETTING::matcher)
        .filter(line -> line.matches() && !NOT_SET.contains(line.group(1)))
        .map(line -> new Flag(line.group(1), line.group(3)))
        .toList();
  }

  private List<String> help(String program, List<String> command) {
    List<String> arguments = new ArrayList<>(command);
    arguments.add("--help");
    try (Program help = Program.start(folder, program, arguments)) {
      assertEquals(0, help.awaitExit());
      return help.lines();
    }
  }
}
