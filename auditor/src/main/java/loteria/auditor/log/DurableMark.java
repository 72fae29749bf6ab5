package loteria.auditor.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** The file {@code log/mark}: up to which position the log was on disk. */
final class DurableMark {
  private static final String HEAD = "loteria log mark\nposition ";

  /** The file may be read while it is overwritten. */
  private static final int READS = 10;

  private DurableMark() {}

  /**
   * The position.
   *
   * @return 0 if the file is empty
   * @throws BrokenLogException if the file is missing or damaged
   */
  static long read(Path log) throws IOException {
    for (int i = 0; i < READS; i++) {
      byte[] bytes;
      try {
        bytes = Files.readAllBytes(log.resolve("mark"));
      } catch (NoSuchFileException _) {
        throw new BrokenLogException("log/mark is missing");
      }
      long position = bytes.length == 0 ? 0 : parse(new String(bytes, StandardCharsets.ISO_8859_1));
      if (position >= 0) {
        return position;
      }
    }
    throw new BrokenLogException("log/mark is damaged: its lines do not have their checksum");
  }

  private static long parse(String text) {
    int from = HEAD.length();
    int to = from + 16;
    if (!text.startsWith(HEAD) || text.length() < to) {
      return -1;
    }
    try {
      long position = HexFormat.fromHexDigitsToLong(text.substring(from, to));
      return position >= 0 && text.equals(text(position)) ? position : -1;
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  private static String text(long position) {
    String lines = HEAD + HexFormat.of().toHexDigits(position) + "\n";
    var crc = new CRC32C();
    crc.update(lines.getBytes(StandardCharsets.US_ASCII));
    return lines + "crc32c " + HexFormat.of().toHexDigits((int) crc.getValue()) + "\n";
  }
}
