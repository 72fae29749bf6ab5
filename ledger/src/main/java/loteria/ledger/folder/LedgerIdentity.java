package loteria.ledger.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.CRC32C;
import loteria.ipc.folder.DrawLayout;
import loteria.ledger.state.LedgerTag;
import org.jspecify.annotations.Nullable;

/**
 * Which ledger a draw's folder holds, and how often a supervisor has been started on it: the file
 * {@code identity}, four lines of text.
 *
 * <pre>
 * loteria ledger 2
 * id 0f8fad5b-d9cb-469f-a165-70867728950e
 * run 12
 * crc32c 17187d77
 * </pre>
 *
 * <p>Only a supervisor that holds the folder's lock writes it. The checksum is of the lines before.
 *
 * @param id drawn at random when the ledger was made, and never changed
 * @param run how many supervisors have been started on it, from 1
 */
public record LedgerIdentity(UUID id, int run) {
  private static final int TEXT_BYTES_MAX = 256;

  /** Of a ledger that is made now, before its first run. */
  public static LedgerIdentity random() {
    return new LedgerIdentity(UUID.randomUUID(), 0);
  }

  /** Of the same ledger, one run later. */
  public LedgerIdentity nextRun() {
    return new LedgerIdentity(id, Math.addExact(run, 1));
  }

  /** What the log's entries say of which ledger they are. */
  public int tag() {
    return LedgerTag.of(id);
  }

  /** What the file holds. */
  public String text() {
    String lines = "loteria ledger 2\nid " + id + "\nrun " + run + "\n";
    var crc = new CRC32C();
    crc.update(lines.getBytes(StandardCharsets.US_ASCII));
    return lines + "crc32c " + HexFormat.of().toHexDigits((int) crc.getValue()) + "\n";
  }

  /**
   * Reads a folder's file.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   * @throws UnknownLedgerException when its content is damaged, or of another version
   * @throws IOException when it cannot be read
   */
  public static LedgerIdentity read(Path folder) throws IOException {
    Path file = folder.resolve(DrawLayout.IDENTITY);
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(TEXT_BYTES_MAX + 1), file);
    }
  }

  /**
   * What a file says.
   *
   * @param content all of it, or more than it may be
   * @throws UnknownLedgerException when it is damaged, or of another version
   */
  static LedgerIdentity of(byte[] content, Path file) throws UnknownLedgerException {
    LedgerIdentity identity = parse(new String(content, StandardCharsets.US_ASCII));
    if (identity == null) {
      throw new UnknownLedgerException(
          file + " is damaged or of another version: restore the folder from a copy");
    }
    return identity;
  }

  /** Parses the fields, and requires the rest of the text to be exactly as it would be written. */
  private static @Nullable LedgerIdentity parse(String text) {
    try {
      var identity =
          new LedgerIdentity(
              UUID.fromString(after("\nid ", text)), Integer.parseInt(after("\nrun ", text)));
      return identity.run > 0 && identity.text().equals(text) ? identity : null;
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      return null;
    }
  }

  private static String after(String label, String text) {
    int from = text.indexOf(label) + label.length();
    return text.substring(from, text.indexOf('\n', from));
  }
}
