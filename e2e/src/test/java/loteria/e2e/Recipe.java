package loteria.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The code blocks of a document, which a test carries out as a reader would. */
final class Recipe {
  private static final String FENCE = "```";

  private Recipe() {}

  /**
   * The code block below a heading of docs/security.md; it must have exactly one before the next
   * heading.
   */
  static String ofSecurity(String heading) throws IOException {
    Path document = Script.PROJECT.resolve("docs/security.md");
    List<String> blocks = blocks(Files.readAllLines(document), heading);
    if (blocks.size() != 1) {
      throw new AssertionError(document + " has " + blocks.size() + " blocks below " + heading);
    }
    return blocks.getFirst();
  }

  private static List<String> blocks(List<String> lines, String heading) {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = null;
    boolean isBelow = false;
    for (String line : lines) {
      if (line.startsWith(FENCE)) {
        if (block != null && isBelow) {
          blocks.add(block.toString());
        }
        block = block == null ? new StringBuilder() : null;
      } else if (block != null) {
        block.append(line).append('\n');
      } else if (line.startsWith("#")) {
        isBelow = line.replaceFirst("^#+ +", "").equals(heading);
      }
    }
    return blocks;
  }
}
