package loteria.ipc.bet;

/**
 * What a character looks like to a person: a name must be seen, and must not change the order in
 * which the text around it is shown.
 */
final class Appearance {
  private Appearance() {}

  /** The character of well-formed UTF-8 that is {@code width} bytes wide. */
  static int character(byte[] bytes, int at, int width) {
    return switch (width) {
      case 1 -> bytes[at];
      case 2 -> (bytes[at] & 0x1f) << 6 | low(bytes[at + 1]);
      case 3 -> (bytes[at] & 0x0f) << 12 | low(bytes[at + 1]) << 6 | low(bytes[at + 2]);
      default ->
          (bytes[at] & 0x07) << 18
              | low(bytes[at + 1]) << 12
              | low(bytes[at + 2]) << 6
              | low(bytes[at + 3]);
    };
  }

  /** Whether it turns the direction of what follows: embeddings, overrides and isolates. */
  static boolean turnsDirection(int character) {
    return (character >= 0x202a && character <= 0x202e)
        || (character >= 0x2066 && character <= 0x2069);
  }

  /** Whether nothing is seen of it: spaces of any kind, and what is there for programs only. */
  static boolean isInvisible(int character) {
    if (character < 0x80) {
      return character == ' ';
    }
    return switch (Character.getType(character)) {
      case Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.FORMAT ->
          true;
      default -> isFillerOrSelector(character);
    };
  }

  /** Joiners, fillers, variation selectors, and the Braille pattern without a dot. */
  private static boolean isFillerOrSelector(int character) {
    return switch (character) {
      case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180f, 0x2800, 0x3164, 0xffa0 -> true;
      default ->
          (character >= 0x180b && character <= 0x180d)
              || (character >= 0xfe00 && character <= 0xfe0f)
              || (character >= 0xe0100 && character <= 0xe01ef);
    };
  }

  private static int low(byte b) {
    return b & 0x3f;
  }
}
