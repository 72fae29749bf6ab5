package loteria.ipc.message;

import java.nio.ByteBuffer;
import java.util.List;

/** The protocol that a connection speaks; its first bytes choose it. */
public enum Dialect {
  NATIVE,
  TEXT,
  /** A person with netcat: one line, answered immediately. */
  PING;

  private List<String> openings() {
    return switch (this) {
      case NATIVE -> List.of("LN");
      case TEXT -> List.of("BET", "FIN");
      case PING -> List.of("PING");
    };
  }

  /** The conclusion from the first bytes: a dialect, undecided, or none. */
  public sealed interface Guess {
    record Known(Dialect dialect) implements Guess {}

    record TooShort() implements Guess {}

    record Unknown() implements Guess {}
  }

  /**
   * Determines the dialect.
   *
   * @param bytes what has arrived, from index 0 to the position
   */
  public static Guess guess(ByteBuffer bytes) {
    boolean possible = false;
    for (Dialect dialect : values()) {
      for (String opening : dialect.openings()) {
        int known = Math.min(bytes.position(), opening.length());
        if (!opening.regionMatches(0, ascii(bytes, known), 0, known)) {
          continue;
        }
        if (known == opening.length()) {
          return new Guess.Known(dialect);
        }
        possible = true;
      }
    }
    return possible ? new Guess.TooShort() : new Guess.Unknown();
  }

  private static String ascii(ByteBuffer bytes, int length) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) (bytes.get(i) & 0xff));
    }
    return text.toString();
  }
}
