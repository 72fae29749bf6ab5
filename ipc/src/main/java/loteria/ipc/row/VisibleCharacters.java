package loteria.ipc.row;

/**
 * The visibility of characters: a name must be visible, and must not change the order in which the
 * text around it is shown.
 */
final class VisibleCharacters {
  private VisibleCharacters() {}

  /** A visible character. */
  static final int SEEN = 1;

  /** An invisible character: spaces of any kind, and characters for programs only. */
  static final int UNSEEN = 0;

  /** A character that changes the direction of the text: embeddings, overrides and isolates. */
  static final int TURNS_DIRECTION = -1;

  /** The visibility of a character of well-formed UTF-8 that is {@code width} bytes wide. */
  static int of(byte[] bytes, int at, int width) {
    if (width == 1) {
      return bytes[at] == ' ' ? UNSEEN : SEEN;
    }
    int character = character(bytes, at, width);
    if (turnsDirection(character)) {
      return TURNS_DIRECTION;
    }
    return isInvisible(character) ? UNSEEN : SEEN;
  }

  private static int character(byte[] bytes, int at, int width) {
    return switch (width) {
      case 2 -> (bytes[at] & 0x1f) << 6 | low(bytes[at + 1]);
      case 3 -> (bytes[at] & 0x0f) << 12 | low(bytes[at + 1]) << 6 | low(bytes[at + 2]);
      default ->
          (bytes[at] & 0x07) << 18
              | low(bytes[at + 1]) << 12
              | low(bytes[at + 2]) << 6
              | low(bytes[at + 3]);
    };
  }

  private static boolean turnsDirection(int character) {
    return (character >= 0x202a && character <= 0x202e)
        || (character >= 0x2066 && character <= 0x2069);
  }

  private static boolean isInvisible(int character) {
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
