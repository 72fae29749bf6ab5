package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is written for people says of the settings what the programs say. */
@Timeout(60)
class DocumentsTest {
  private static final Path DISTRIBUTION = Path.of(System.getProperty("loteria.distribution"));
  private static final Pattern SETTING =
      Pattern.compile("^  (--[a-z-]+( [A-Z0-9:-]+)?) .*?(?:\\[([A-Z_]+)])?$");
  private static final Set<String> NOT_SET = Set.of("--help", "--version", "--config FILE");

  @TempDir Path folder;

  /** A setting as {@code --help} tells it. */
  private record Told(String flag, String environment) {
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

  private void assertDocumented(String program, String sampleName) throws IOException {
    String readme = Files.readString(DISTRIBUTION.resolve("../../README.md"));
    List<String> sample = Files.readAllLines(DISTRIBUTION.resolve("conf").resolve(sampleName));
    List<Told> settings = settings(program);
    assertFalse(settings.isEmpty(), program + " --help tells of no setting");
    List<String> missing = new ArrayList<>();
    for (Told setting : settings) {
      if (!readme.contains("| `%s` | `%s` |".formatted(setting.flag(), setting.environment()))) {
        missing.add("README.md: " + setting);
      }
      if (sample.stream().noneMatch(line -> line.startsWith("#" + setting.name() + " ="))) {
        missing.add(sampleName + ": " + setting);
      }
    }
    assertEquals(List.of(), missing);
  }

  private List<Told> settings(String program) {
    try (Program help = Program.start(folder, program, List.of("--help"))) {
      assertEquals(0, help.awaitExit());
      return help.lines().stream()
          .map(SETTING::matcher)
          .filter(line -> line.matches() && !NOT_SET.contains(line.group(1)))
          .map(line -> new Told(line.group(1), line.group(3)))
          .toList();
    }
  }
}
