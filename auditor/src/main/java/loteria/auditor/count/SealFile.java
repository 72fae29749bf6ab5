package loteria.auditor.count;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ObjIntConsumer;
import java.util.regex.Pattern;

/**
 * Compares a file seal.csv, line by line, with what it must contain. The first difference counts.
 */
final class SealFile implements ObjIntConsumer<String>, AutoCloseable {
  private static final Pattern HARMLESS = Pattern.compile("[0-9a-f,]*");
  private static final int LINE_BYTES_MAX = 200;

  private final InputStream in;
  private final Differences differences;
  private int line;
  private boolean differs;

  SealFile(Path file, Differences differences) throws IOException {
    this.in = new BufferedInputStream(Files.newInputStream(file));
    this.differences = differences;
  }

  /** Compares the next line. */
  @Override
  public void accept(String expected, int agency) {
    if (differs) {
      return;
    }
    line++;
    String there = nextLine();
    if (!there.equals(expected)) {
      differs = true;
      differences.add(
          "seal.csv, line %d, %s: it has '%s', counted is '%s'",
          line, agency == 0 ? "the header" : "agency " + agency, shown(there), expected.strip());
    }
  }

  /** Requires that no line is left. */
  void end() {
    if (!differs && !nextLine().isEmpty()) {
      differences.add("seal.csv, line %d: no further line is expected", line + 1);
    }
  }

  private static String shown(String text) {
    String content = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return HARMLESS.matcher(content).matches() ? content : "other text";
  }

  /** The next line with its line end; empty at the file's end. */
  private String nextLine() {
    var text = new StringBuilder();
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        text.append((char) next);
        if (next == '\n' || text.length() == LINE_BYTES_MAX) {
          break;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("seal.csv: " + e.getMessage(), e);
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
