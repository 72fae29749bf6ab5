import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Formats every Java source below a folder with google-java-format, or checks that it is so.
 *
 * <p>Run by the build on the JDK that compiles the project: the format plugins run inside Maven's
 * own Java, which may be too old to parse these sources.
 */
class Format {
  public static void main(String[] args) throws Exception {
    boolean apply = args[0].equals("apply");
    Path root = Path.of(args[1]);
    List<Path> unformatted = new ArrayList<>();
    for (Path source : sources(root)) {
      String before = Files.readString(source);
      String after = new Formatter().formatSourceAndFixImports(before);
      if (before.equals(after)) {
        continue;
      }
      unformatted.add(root.relativize(source));
      if (apply) {
        Files.writeString(source, after);
      }
    }
    unformatted.forEach(
        path -> System.out.println((apply ? "formatted " : "not formatted: ") + path));
    if (!apply && !unformatted.isEmpty()) {
      System.err.println("Run `make format`.");
      System.exit(1);
    }
  }

  private static List<Path> sources(Path root) throws Exception {
    try (var paths = Files.walk(root)) {
      return paths
          .filter(path -> path.toString().endsWith(".java"))
          .filter(path -> !path.toString().contains("/target/"))
          .sorted()
          .toList();
    }
  }
}
