package loteria.ipc.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** A file of lines {@code key = value}, in UTF-8, in which no key stands twice. */
final class PropertiesFile {
  /** Some editors begin a file with it; to {@link Properties} it is a part of the first key. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private PropertiesFile() {}

  /**
   * Reads it all.
   *
   * @throws IOException when it cannot be read, or is not UTF-8
   * @throws IllegalArgumentException when its name is no path, a line is malformed or a key stands
   *     in it twice: then nobody knows which value was meant
   */
  static Map<String, String> read(String name) throws IOException {
    String text = Files.readString(Path.of(name));
    boolean isMarked = text.startsWith(BYTE_ORDER_MARK);
    Map<String, String> values = new HashMap<>();
    var lines =
        new Properties() {
          @Override
          public synchronized Object put(Object key, Object value) {
            if (values.put((String) key, ((String) value).strip()) != null) {
              throw new IllegalArgumentException("'" + key + "' is set more than once");
            }
            return value;
          }
        };
    lines.load(new StringReader(isMarked ? text.substring(BYTE_ORDER_MARK.length()) : text));
    return values;
  }
}
