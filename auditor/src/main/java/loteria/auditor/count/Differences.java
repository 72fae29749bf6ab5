package loteria.auditor.count;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Prints each difference as one line that begins with {@code differs:}. No line contains a person's
 * data. Used by one thread.
 */
public final class Differences {
  /** A file that is another one altogether differs in every line. */
  private static final int PRINTED_MAX = 100;

  private final PrintStream out;
  private long count;

  /**
   * @param out where the lines are printed
   */
  public Differences(PrintStream out) {
    this.out = out;
  }

  /** Prints a difference; the format is that of {@link String#format}. */
  @SuppressWarnings("AnnotateFormatMethod") // the callers' formats are constants
  public void add(String format, Object... values) {
    count++;
    if (count <= PRINTED_MAX) {
      out.println("differs: " + String.format(Locale.ROOT, format, values));
    }
  }

  /** Whether there was none. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** Prints how many differences were not printed, if any. */
  public void printRest() {
    if (count > PRINTED_MAX) {
      out.println("differs: and in " + (count - PRINTED_MAX) + " more places");
    }
  }
}
