package loteria.ipc.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A hand-written transcript: the bytes of each message, by the name that the file gives.
 *
 * @param messages in the order of the file
 */
record Golden(Map<String, byte[]> messages) {
  static final Golden NATIVE_REQUESTS = read("native-requests");
  static final Golden NATIVE_REPLIES = read("native-replies");
  static final Golden COORDINATION = read("coordination");
  static final Golden TEXT_REQUESTS = read("text-requests");
  static final Golden TEXT_REPLIES = read("text-replies");

  /** The bytes of one message. */
  byte[] bytes(String name) {
    return Objects.requireNonNull(messages.get(name), name);
  }

  /**
   * Reads a transcript: a line that begins with {@code >} names a message; hex follows; {@code #}
   * comments.
   */
  private static Golden read(String transcript) {
    Map<String, byte[]> messages = new LinkedHashMap<>();
    String name = "";
    var digits = new StringBuilder();
    for (String line : text(transcript).lines().toList()) {
      String content = line.replaceFirst("#.*", "").strip();
      if (content.startsWith(">")) {
        name = content.substring(1).strip();
        digits.setLength(0);
      } else {
        digits.append(content.replace(" ", ""));
        messages.put(name, HexFormat.of().parseHex(digits));
      }
    }
    messages.remove("");
    return new Golden(messages);
  }

  private static String text(String transcript) {
    String file = "/golden/" + transcript + ".hex";
    try (var content = Objects.requireNonNull(Golden.class.getResourceAsStream(file), file)) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
