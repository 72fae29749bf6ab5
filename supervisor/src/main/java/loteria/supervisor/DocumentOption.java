package loteria.supervisor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;

/** The document that {@code supervisor bets} is given: as a flag, or by standard input. */
final class DocumentOption {
  private static final String STANDARD_INPUT = "-";
  private static final int LINE_BYTES_MAX = 100;

  private DocumentOption() {}

  /**
   * The command with its document.
   *
   * @param words what is on the command line beside flags
   * @param in standard input; its first line is read if the flag is {@value #STANDARD_INPUT}
   */
  static List<String> words(List<String> words, Settings given, InputStream in)
      throws UsageException, IOException {
    String document = given.text(SupervisorOptions.DOCUMENT);
    if (words.size() != 1 || document.isEmpty()) {
      throw new UsageException(
          words.getFirst() + " needs --document DOCUMENT; - reads it from standard input");
    }
    return List.of(words.getFirst(), document.equals(STANDARD_INPUT) ? firstLine(in) : document);
  }

  private static String firstLine(InputStream in) throws IOException {
    byte[] line = new byte[LINE_BYTES_MAX];
    int length = 0;
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (length == line.length) {
        break;
      }
      line[length++] = (byte) next;
    }
    return new String(line, 0, length, StandardCharsets.UTF_8).strip();
  }
}
