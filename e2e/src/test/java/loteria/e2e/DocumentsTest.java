package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loteria.ipc.runtime.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The documents agree with the programs and with one another. */
@Timeout(60)
class DocumentsTest {
  private static final Path DISTRIBUTION = Path.of(System.getProperty("loteria.distribution"));
  private static final Path PROJECT = DISTRIBUTION.resolve("../..").normalize();
  private static final Path REFERENCE = PROJECT.resolve("docs/REFERENCE.md");
  private static final int README_LINES_MAX = 160;

  private static final Pattern OPTION =
      Pattern.compile("^  (--[a-z-]+(?: [A-Z0-9:-]+)?)(?: \\[([A-Z_]+)])?$");
  private static final Pattern DEFAULT = Pattern.compile("^ {10}Default: (.*)$");
  private static final Pattern FLAG_ROW =
      Pattern.compile("^\\| `(--[^`]+)` \\| (?:`([A-Z_]+)`)? ?\\| ([^|]*)\\|.*");
  private static final Pattern HEADING = Pattern.compile("^(#+) +(.*?)#*$");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

  /** Depends on the machine, or is too long for a table. */
  private static final Set<String> DEFAULT_NOT_COMPARED =
      Set.of("--workers N", "--worker-java-options OPTIONS");

  private static final Set<String> NOT_IN_SAMPLE =
      Set.of(
          "--help",
          "--version",
          "--config FILE",
          "--document DOCUMENT",
          "--json",
          "--log",
          "--seal HEX",
          "--since TIME",
          "--topic-lost",
          "--yes");

  @TempDir Path folder;

  /**
   * A flag as {@code --help} or the reference describes it.
   *
   * @param environment its environment variable; empty for none
   * @param byDefault its default; empty for none
   */
  private record Flag(String flag, String environment, String byDefault)
      implements Comparable<Flag> {
    String name() {
      return flag.substring("--".length()).split(" ", -1)[0];
    }

    @Override
    public int compareTo(Flag other) {
      return toString().compareTo(other.toString());
    }
  }

  @Test
  void everySupervisorFlagIsInTheReferenceAndViceVersa() throws IOException {
    assertSameFlags("supervisor", List.of(), "Supervisor flags");
  }

  @Test
  void everyCertificatesFlagIsInTheReferenceAndViceVersa() throws IOException {
    assertSameFlags("supervisor", List.of("certificates"), "Certificates flags");
  }

  @Test
  void everyAgencyFlagIsInTheReferenceAndViceVersa() throws IOException {
    assertSameFlags("agency", List.of(), "Agency flags");
  }

  @Test
  void everyGenerateFlagIsInTheReferenceAndViceVersa() throws IOException {
    assertSameFlags("agency", List.of("generate"), "Agency generate flags");
  }

  @Test
  void everyCheckFlagIsInTheReferenceAndViceVersa() throws IOException {
    assertSameFlags("agency", List.of("check"), "Agency check flags");
  }

  @Test
  void everyAuditorFlagIsInTheReferenceAndViceVersa() throws IOException {
    assertSameFlags("auditor", List.of(), "Auditor flags");
  }

  @Test
  void everySettingIsInTheSampleFile() throws IOException {
    assertInSample("supervisor", "loteria.properties");
    assertInSample("agency", "agency.properties");
  }

  @Test
  void helpFitsATerminalAndNamesWhatAManualDoes() {
    for (List<String> command :
        List.of(
            List.of("supervisor"),
            List.of("supervisor", "certificates"),
            List.of("supervisor", "import"),
            List.of("agency"),
            List.of("agency", "generate"),
            List.of("agency", "check"),
            List.of("auditor"))) {
      List<String> help = help(command.getFirst(), command.subList(1, command.size()));
      assertEquals(List.of(), help.stream().filter(line -> line.length() > 80).toList());
      assertTrue(help.getFirst().startsWith(String.join(" ", command) + " - "), help.getFirst());
      assertTrue(
          help.containsAll(List.of("SYNOPSIS", "OPTIONS", "EXIT STATUS")), command::toString);
    }
  }

  @Test
  void everyExitCodeIsInTheReferenceAndInTheHelpOfItsProgram() throws IOException {
    List<String> ofSupervisor = section("Supervisor exit codes");
    List<String> ofAgency = section("Agency exit codes");
    List<String> supervisorHelp = help("supervisor", List.of());
    List<String> agencyHelp = help("agency", List.of());
    List<String> missing = new ArrayList<>();
    for (ExitCode exit : ExitCode.values()) {
      var inHelp = Pattern.compile("^  " + exit.code() + "  ?.*");
      var inReference = Pattern.compile("^\\| " + exit.code() + " \\| .*");
      boolean isAgencys =
          switch (exit) {
            case ROWS_REFUSED, GAVE_UP, SERVER_REFUSED, SUPERSEDED, TOO_LATE -> true;
            case OK, FAILED, USAGE -> true;
            case OUT_OF_MEMORY,
                DISK_FAILED,
                NO_WORKERS,
                DATA_IN_USE,
                LEDGER_DAMAGED,
                CANNOT_LISTEN,
                MOVED,
                ORPHANED ->
                false;
          };
      boolean isSupervisors =
          switch (exit) {
            case ROWS_REFUSED, GAVE_UP, SERVER_REFUSED, SUPERSEDED, TOO_LATE -> false;
            case OK,
                FAILED,
                USAGE,
                OUT_OF_MEMORY,
                DISK_FAILED,
                NO_WORKERS,
                DATA_IN_USE,
                LEDGER_DAMAGED,
                CANNOT_LISTEN,
                MOVED,
                ORPHANED ->
                true;
          };
      if (isAgencys && !(hasLine(agencyHelp, inHelp) && hasLine(ofAgency, inReference))) {
        missing.add("agency: " + exit);
      }
      // A worker ends with it, which no user starts: the help leaves it out.
      boolean helped = exit == ExitCode.ORPHANED || hasLine(supervisorHelp, inHelp);
      if (isSupervisors && !(helped && hasLine(ofSupervisor, inReference))) {
        missing.add("supervisor: " + exit);
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void readmeIsShort() throws IOException {
    int lines = Files.readAllLines(PROJECT.resolve("README.md")).size();
    assertTrue(
        lines <= README_LINES_MAX,
        () ->
            "README.md has %d lines, over %d: move details to docs/REFERENCE.md or OPERATIONS.md"
                .formatted(lines, README_LINES_MAX));
  }

  @Test
  void everyLinkBetweenDocumentsResolves() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path document : documents()) {
      for (String link : links(document)) {
        if (!link.contains("://") && !resolves(document, link)) {
          broken.add(PROJECT.relativize(document) + ": " + link);
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  private void assertSameFlags(String program, List<String> command, String section)
      throws IOException {
    Set<Flag> inHelp = new TreeSet<>(flags(program, command));
    assertFalse(inHelp.isEmpty(), program + " --help names no flag");
    Set<Flag> inReference = new TreeSet<>();
    for (String line : section(section)) {
      Matcher row = FLAG_ROW.matcher(line);
      if (row.matches()) {
        inReference.add(flag(row.group(1), row.group(2), defaultIn(row.group(3))));
      }
    }
    Set<Flag> missing = new TreeSet<>(inHelp);
    missing.removeAll(inReference);
    Set<Flag> unknown = new TreeSet<>(inReference);
    unknown.removeAll(inHelp);
    assertEquals(Set.of(), missing, "in --help, not in docs/REFERENCE.md, section " + section);
    assertEquals(Set.of(), unknown, "in docs/REFERENCE.md, section " + section + ", not in --help");
  }

  private void assertInSample(String program, String sampleName) throws IOException {
    List<String> sample = Files.readAllLines(DISTRIBUTION.resolve("conf").resolve(sampleName));
    List<String> missing =
        flags(program, List.of()).stream()
            .filter(flag -> !NOT_IN_SAMPLE.contains(flag.flag()))
            .map(flag -> "#" + flag.name() + " =")
            .filter(start -> sample.stream().noneMatch(line -> line.startsWith(start)))
            .toList();
    assertEquals(List.of(), missing, sampleName);
  }

  private List<Flag> flags(String program, List<String> command) {
    List<String> help = help(program, command);
    List<Flag> flags = new ArrayList<>();
    for (String line : help) {
      Matcher option = OPTION.matcher(line);
      Matcher byDefault = DEFAULT.matcher(line);
      if (option.matches()) {
        flags.add(flag(option.group(1), option.group(2), ""));
      } else if (byDefault.matches()) {
        Flag last = flags.removeLast();
        flags.add(flag(last.flag(), last.environment(), byDefault.group(1)));
      }
    }
    return flags;
  }

  private static Flag flag(String flag, String environment, String byDefault) {
    boolean isCompared = !DEFAULT_NOT_COMPARED.contains(flag);
    return new Flag(
        flag, environment == null ? "" : environment, isCompared ? byDefault.strip() : "");
  }

  /** Where {@code --help} names no default, the reference says in words what applies. */
  private static String defaultIn(String cell) {
    String text = cell.strip().replace("`", "");
    return text.contains(" ") || text.startsWith("none") ? "" : text;
  }

  /** The lines of the reference below a heading, up to the next one. */
  private static List<String> section(String heading) throws IOException {
    List<String> section = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(REFERENCE)) {
      Matcher next = HEADING.matcher(line);
      if (next.matches()) {
        inside = next.group(2).equals(heading);
      } else if (inside) {
        section.add(line);
      }
    }
    assertFalse(section.isEmpty(), () -> "docs/REFERENCE.md has no section " + heading);
    return section;
  }

  private static boolean hasLine(List<String> lines, Pattern pattern) {
    return lines.stream().anyMatch(pattern.asMatchPredicate());
  }

  /** Every document of the project that is written by hand. */
  private static List<Path> documents() throws IOException {
    try (Stream<Path> below = Files.walk(PROJECT)) {
      List<Path> documents =
          below
              .filter(path -> path.toString().endsWith(".md"))
              .filter(path -> !isGenerated(PROJECT.relativize(path)))
              .toList();
      assertTrue(documents.contains(PROJECT.resolve("README.md")), documents::toString);
      return documents;
    }
  }

  private static boolean isGenerated(Path path) {
    for (Path name : path) {
      if (name.toString().equals("target") || name.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static List<String> links(Path document) throws IOException {
    List<String> links = new ArrayList<>();
    for (String line : prose(document)) {
      Matcher link = LINK.matcher(line.replaceAll("`[^`]*`", ""));
      while (link.find()) {
        links.add(link.group(1));
      }
    }
    return links;
  }

  private static boolean resolves(Path document, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
    return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
  }

  /** The anchors of a document's headings, as GitHub makes them. */
  private static Set<String> anchors(Path document) throws IOException {
    Set<String> anchors = new HashSet<>();
    for (String line : prose(document)) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        String text = heading.group(2).strip().toLowerCase(Locale.ROOT);
        anchors.add(text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
      }
    }
    return anchors;
  }

  /** A document's lines without its code blocks. */
  private static List<String> prose(Path document) throws IOException {
    List<String> prose = new ArrayList<>();
    boolean inCode = false;
    for (String line : Files.readAllLines(document)) {
      if (line.startsWith("```")) {
        inCode = !inCode;
      } else if (!inCode) {
        prose.add(line);
      }
    }
    return prose;
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
