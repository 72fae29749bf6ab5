package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No text of the project contains a phrase that {@code wording.txt} bans. */
@Timeout(60)
class WordingTest {
  private static final List<String> TEXTS =
      List.of("java", "md", "sh", "yml", "html", "js", "css", "xml");

  private static final List<String> TEXT_NAMES = List.of("Makefile", "Dockerfile", "run");

  /** Figures as they were recorded, with the names of their time. */
  private static final List<String> RECORDED = List.of("bench/results.md");

  private final Wording wording = Wording.read();

  @Test
  void noTextContainsABannedPhrase() throws IOException {
    List<String> files = files();
    assertTrue(files.size() > 300, "only " + files.size() + " texts were found");
    var found = new ArrayList<String>();
    Map<String, Integer> perArea = new TreeMap<>();
    for (String file : files) {
      if (RECORDED.stream().noneMatch(file::startsWith)) {
        List<String> places = wording.find(file, checked(file));
        found.addAll(places);
        perArea.merge(area(file), places.size(), Integer::sum);
      }
    }
    if (!found.isEmpty()) {
      perArea.values().removeIf(count -> count == 0);
      fail(found.size() + " places, " + perArea + "\n" + String.join("\n", found));
    }
  }

  @Test
  void aPhraseIsFoundWhereverALineEndsAndInsideNames() {
    assertEquals(
        List.of(
            "A.java:2: \"in vain\" (use \"without effect\")",
            "A.java:5: \"whoever\" (use \"any caller that, or name the caller\")",
            "A.java:6: \"type Edge\" (use \"AgencyListener\")"),
        wording.find(
            "A.java",
            """
            /**
             * Waits in
             * vain. A painter has {@code invain}: no hit.
             */
            void letsWhoeverAsksIn() {}
            {@link Edge} of a page's edge.
            """));
  }

  /** The texts that git has, without the tests' data; this test's own text holds the phrases. */
  private static List<String> files() {
    ShellCommand.assumeThereIs("git");
    assumeTrue(Files.exists(Script.PROJECT.resolve(".git")), "skipped: not a git checkout");
    return ShellCommand.run(
            Script.PROJECT,
            "git",
            "-c",
            "safe.directory=*",
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard")
        .lines()
        .filter(WordingTest::isText)
        .filter(file -> !file.contains("src/test/resources/"))
        .filter(file -> !file.endsWith("/WordingTest.java"))
        .filter(file -> Files.exists(Script.PROJECT.resolve(file)))
        .sorted()
        .toList();
  }

  private static boolean isText(String file) {
    String name = Path.of(file).getFileName().toString();
    return TEXT_NAMES.contains(name) || TEXTS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /** What is checked of a file: all of it, but no history. */
  private static String checked(String file) throws IOException {
    String text = Files.readString(Script.PROJECT.resolve(file), StandardCharsets.UTF_8);
    if (file.equals("CHANGELOG.md")) {
      int unreleased = text.indexOf("\n## ");
      int released = text.indexOf("\n## ", unreleased + 1);
      return released < 0 ? text : text.substring(0, released);
    }
    return file.startsWith("docs/decisions/")
            && text.lines().findFirst().orElse("").contains("superseded")
        ? ""
        : text;
  }

  /** The module and the package, or the folder, that a file is in. */
  private static String area(String file) {
    String folder = file.contains("/") ? file.substring(0, file.lastIndexOf('/')) : ".";
    return List.of(folder.replaceAll("src/(main|test)/(java|resources|dist)", "").split("/+", -1))
        .stream()
        .filter(part -> !part.isEmpty() && !part.equals("loteria"))
        .distinct()
        .limit(2)
        .collect(Collectors.joining("/"));
  }
}
