package loteria.auditor;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * One run of the program in this process.
 *
 * @param lines of standard output, then of standard error
 */
record AuditRun(int code, List<String> lines) {
  static AuditRun of(Path folder, String... more) {
    String[] args = new String[more.length + 1];
    args[0] = folder.toString();
    System.arraycopy(more, 0, args, 1, more.length);
    return of(args);
  }

  static AuditRun of(String... args) {
    var printed = new ByteArrayOutputStream();
    var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    int code = AuditorMain.run(args, out, out);
    return new AuditRun(code, printed.toString(StandardCharsets.UTF_8).lines().toList());
  }

  /** Whether a line begins so. */
  boolean has(String beginning) {
    return lines.stream().anyMatch(line -> line.startsWith(beginning));
  }

  boolean agrees() {
    return lines.contains("agrees");
  }

  List<String> differences() {
    return lines.stream().filter(line -> line.startsWith("differs: ")).toList();
  }
}
