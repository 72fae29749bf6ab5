package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The completions that bash offers at the tab key. */
@Timeout(60)
class CompletionTest {
  private static final Path DISTRIBUTION = Path.of(System.getProperty("loteria.distribution"));
  private static final Pattern FLAG = Pattern.compile("--[a-z][a-z-]*");
  private static final Pattern OPTION = Pattern.compile("(?m)^  --[a-z-]+");

  @TempDir Path folder;

  /** The flags of the supervisor's commands are described with these, not among its options. */
  @Test
  void theFlagsAreThoseOfHelp() {
    Set<String> offered = new TreeSet<>(offered("supervisor", "--"));
    offered.addAll(offered("supervisor", "status", "--"));
    offered.addAll(offered("supervisor", "close", "3", "--"));
    offered.addAll(offered("supervisor", "verify", "--"));
    offered.addAll(offered("supervisor", "events", "--"));
    offered.addAll(offered("supervisor", "bets", "--"));
    offered.addAll(offered("supervisor", "import", "here", "--"));

    assertEquals(flags(FLAG, "supervisor", "--help"), offered);
    assertEquals(
        flags(OPTION, "supervisor", "certificates", "--help"),
        offered("supervisor", "certificates", "issue", "here", "--"));
    assertEquals(
        flags(OPTION, "agency", "generate", "--help"), offered("agency", "generate", "--"));
    assertEquals(flags(OPTION, "agency", "check", "--help"), offered("agency", "check", "--"));
    assertEquals(flags(OPTION, "agency", "--help"), offered("agency", "--id", "1", "--"));
    assertEquals(flags(OPTION, "auditor", "--help"), offered("auditor", "here", "--"));
  }

  @Test
  void commandsAreOfferedWhereOneCanStand() {
    assertEquals(
        Set.of(
            "status",
            "scale",
            "reload",
            "drain",
            "stop",
            "close",
            "close-intake",
            "draw",
            "open",
            "draws",
            "events",
            "bets",
            "verify",
            "export",
            "import",
            "certificates"),
        offered("supervisor", ""));
    assertEquals(Set.of("status", "stop"), offered("supervisor", "--data", "here", "st"));
    assertEquals(Set.of(), offered("supervisor", "status", "s"));
    assertEquals(Set.of("generate"), offered("agency", "g"));
    assertEquals(Set.of("check"), offered("agency", "c"));
    assertEquals(
        Set.of("init", "issue", "revoke", "list"), offered("supervisor", "certificates", ""));
  }

  @Test
  void aValueIsOfferedWhereItCanBeKnown() throws IOException {
    Files.createDirectory(folder.resolve("data"));
    Files.createFile(folder.resolve("dates.csv"));

    assertEquals(Set.of("DEBUG"), offered("supervisor", "--log-level", "D"));
    assertEquals(Set.of("DEBUG"), offered("agency", "--log-level", "=", "D"));
    assertEquals(Set.of("DEBUG", "INFO", "WARN", "ERROR"), offered("agency", "--log-level", "="));
    assertEquals(Set.of("data"), offered("supervisor", "--data", "dat"));
    assertEquals(Set.of("data", "dates.csv"), offered("agency", "--file", "dat"));
    assertEquals(Set.of("data"), offered("supervisor", "certificates", "init", "dat"));
    assertEquals(Set.of("server"), offered("supervisor", "certificates", "issue", "data", ""));
    assertEquals(Set.of(), offered("supervisor", "certificates", "issue", "--days", ""));
    assertEquals(Set.of(), offered("supervisor", "--workers", ""));
    assertEquals(Set.of(), offered("agency", "--id", ""));
    assertEquals(Set.of("data"), offered("auditor", "dat"));
  }

  /** The completions of the last word. Only bash itself, at its prompt, has `compopt`. */
  private Set<String> offered(String program, String... words) {
    String script =
        """
        compopt() { :; }
        . "$0"
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        _loteria_$1
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    String[] command = new String[words.length + 5];
    command[0] = "bash";
    command[1] = "-c";
    command[2] = script;
    command[3] = DISTRIBUTION.resolve("share/bash-completion").resolve(program).toString();
    command[4] = program;
    System.arraycopy(words, 0, command, 5, words.length);
    String printed = ShellCommand.run(folder, command);
    return printed.isEmpty() ? Set.of() : new TreeSet<>(printed.lines().toList());
  }

  private Set<String> flags(Pattern flag, String program, String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = DISTRIBUTION.resolve("bin").resolve(program).toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Set<String> flags = new TreeSet<>();
    for (Matcher found = flag.matcher(ShellCommand.run(folder, command)); found.find(); ) {
      flags.add(found.group().strip());
    }
    return flags;
  }
}
