package loteria.ipc.row;

/** A reader of UTF-8, one character at a time, without decoding. */
final class Utf8 {
  /** The width of a control character: none may be stored. */
  static final int CONTROL = 0;

  /** The width of bytes that are not UTF-8. */
  static final int MALFORMED = -1;

  private Utf8() {}

  /**
   * The bytes of the character at {@code at}: 1 to 4, {@link #CONTROL}, or {@link #MALFORMED}, also
   * for overlong forms and surrogates (Unicode 16, table 3-7).
   *
   * @param to where the bytes end; a character cut off there is malformed
   */
  static int width(byte[] bytes, int at, int to) {
    int first = bytes[at];
    if (first >= 0) {
      return first < 0x20 || first == 0x7f ? CONTROL : 1;
    }
    int lead = first & 0xff;
    int width = lead < 0xc2 ? -1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : -1;
    if (width < 0 || to - at < width) {
      return MALFORMED;
    }
    for (int i = 1; i < width; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        return MALFORMED;
      }
    }
    int second = bytes[at + 1] & 0xff;
    boolean outside =
        switch (lead) {
          case 0xe0 -> second < 0xa0;
          case 0xed -> second > 0x9f;
          case 0xf0 -> second < 0x90;
          case 0xf4 -> second > 0x8f;
          default -> false;
        };
    boolean control = lead == 0xc2 && second < 0xa0;
    return outside ? MALFORMED : control ? CONTROL : width;
  }
}
