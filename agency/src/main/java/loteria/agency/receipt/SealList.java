package loteria.agency.receipt;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import loteria.ipc.settings.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * The list of a draw's sealed bets, {@code seal.csv}: a header, then a line for each agency of
 * which at least one batch is stored, by number.
 *
 * @param line that of the agency in question; null if the list has none
 * @param sha256 of the whole list: the seal
 */
record SealList(@Nullable Line line, String sha256) {
  private static final String HEADER = "agency,batches,bets,sha256";
  private static final int BUFFER_BYTES = 64 << 10;

  /** Longer than any valid line. */
  private static final int LINE_BYTES_MAX = 128;

  /** What the list says of one agency. */
  record Line(int agency, long batches, long bets, String sha256) {}

  /**
   * Reads a list, of any length.
   *
   * @param agency the agency in question
   * @throws UsageException if the list is malformed
   */
  static SealList read(Path path, int agency) throws IOException, UsageException {
    try (var bytes = new DigestInputStream(Files.newInputStream(path), newSha256())) {
      var lines = new Lines(path, new BufferedInputStream(bytes, BUFFER_BYTES));
      String header = lines.next();
      if (!HEADER.equals(header)) {
        throw lines.malformed("is not the header " + HEADER);
      }
      Line found = null;
      int before = 0;
      for (String text = lines.next(); text != null; text = lines.next()) {
        Line line = parse(lines, text);
        if (line.agency() <= before) {
          throw lines.malformed("agency " + line.agency() + " does not follow agency " + before);
        }
        before = line.agency();
        found = line.agency() == agency ? line : found;
      }
      return new SealList(found, HexFormat.of().formatHex(bytes.getMessageDigest().digest()));
    }
  }

  private static Line parse(Lines lines, String text) throws UsageException {
    String[] fields = text.split(",", -1);
    if (fields.length != 4) {
      throw lines.malformed("has " + fields.length + " fields, not 4");
    }
    if (!Receipt.isAgency(fields[0])) {
      throw lines.malformed("the agency is not the number of an agency");
    }
    if (!Receipt.isNumber(fields[1]) || !Receipt.isNumber(fields[2])) {
      throw lines.malformed("the batches or bets are not a number");
    }
    if (!Receipt.isSha256(fields[3])) {
      throw lines.malformed("the sha256 is not 64 lower-case hexadecimal digits");
    }
    return new Line(
        Integer.parseInt(fields[0]),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[2]),
        fields[3]);
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The lines of the list, one after the other; each must end with a line feed. */
  private static final class Lines {
    private final Path path;
    private final InputStream bytes;
    private int number;

    Lines(Path path, InputStream bytes) {
      this.path = path;
      this.bytes = bytes;
    }

    /** The next line without its end, or null at the end of the list. */
    @Nullable String next() throws IOException, UsageException {
      number++;
      byte[] line = new byte[LINE_BYTES_MAX];
      int length = 0;
      for (int b = bytes.read(); b != '\n'; b = bytes.read()) {
        if (b < 0 && length == 0) {
          return null;
        }
        if (b < 0) {
          throw malformed("does not end with a line feed");
        }
        if (length == LINE_BYTES_MAX) {
          throw malformed("has more than " + LINE_BYTES_MAX + " bytes");
        }
        line[length++] = (byte) b;
      }
      return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    UsageException malformed(String what) {
      return new UsageException(path + " line " + number + ": " + what);
    }
  }
}
