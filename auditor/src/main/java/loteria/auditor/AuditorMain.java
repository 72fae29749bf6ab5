package loteria.auditor;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;

/** The program {@code auditor}. */
public final class AuditorMain {
  static final int AGREES = 0;
  static final int DIFFERS = 1;
  static final int UNREADABLE = 2;

  private AuditorMain() {}

  public static void main(String[] args) {
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    var errors = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    int code = run(args, out, errors);
    out.flush();
    if (out.checkError()) {
      errors.println("auditor: standard output cannot be written");
      code = UNREADABLE;
    }
    System.exit(code);
  }

  /**
   * Runs the program.
   *
   * @return its exit code
   */
  static int run(String[] args, PrintStream out, PrintStream errors) {
    try {
      AuditorArguments arguments = AuditorArguments.parse(args);
      if (arguments.isHelp()) {
        out.print(AuditorHelp.TEXT);
        return AGREES;
      }
      if (arguments.isVersion()) {
        out.println("auditor " + version());
        return AGREES;
      }
      return new Audit(arguments.folder(), arguments.seal(), out).run() ? AGREES : DIFFERS;
    } catch (BadArgumentsException e) {
      errors.println("auditor: " + e.getMessage() + ": see --help");
    } catch (NoSuchFileException e) {
      errors.println("auditor: there is no file " + e.getMessage());
    } catch (IOException | UncheckedIOException e) {
      errors.println("auditor: " + e.getMessage());
    } catch (RuntimeException | Error e) {
      // Java would end with 1, as after a difference.
      e.printStackTrace(errors);
    }
    return UNREADABLE;
  }

  private static String version() {
    Module module = AuditorMain.class.getModule();
    return module.isNamed()
        ? module.getDescriptor().rawVersion().orElse("of an unknown version")
        : "of an unknown version";
  }
}
