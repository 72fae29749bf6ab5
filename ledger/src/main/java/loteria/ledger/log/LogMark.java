package loteria.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32C;
import loteria.ledger.file.LedgerFile;
import loteria.ledger.file.LedgerFolder;
import loteria.ledger.state.DamagedLogException;
import org.jspecify.annotations.Nullable;

/**
 * Up to which position the log is known to be on disk, said beside the log: so that an end which
 * was taken away is missed, though nothing in the log speaks of it any more. The file {@code mark}
 * in the log's folder, three lines of text that are written over in place:
 *
 * <pre>
 * loteria log mark
 * position 0000000004a3b000
 * crc32c 17187d77
 * </pre>
 *
 * <p>It may be behind, never ahead. An empty file says nothing. Changed under the ledger's lock.
 */
final class LogMark implements AutoCloseable {
  static final String NAME = "mark";
  private static final String HEAD = "loteria log mark\nposition ";
  private static final int POSITION_DIGITS = 16;
  private static final int BYTES = text(0).length;

  /** It may be read while it is written. */
  private static final int READS_MAX = 10;

  private final LedgerFolder folder;
  private final long everyNanos;
  private @Nullable LedgerFile file;
  private long raised;
  private long raisedNanos;

  /**
   * @param folder the log's
   * @param everyNanos how long it may say less than is known
   */
  LogMark(LedgerFolder folder, long everyNanos) {
    this.folder = folder;
    this.everyNanos = everyNanos;
  }

  /** Makes that of a new log. */
  static void make(LedgerFolder folder) throws IOException {
    try (LedgerFile file = folder.create(NAME)) {
      file.write(ByteBuffer.wrap(text(0)), 0);
      file.force();
    }
  }

  /**
   * What a log's says.
   *
   * @throws DamagedLogException when it is missing or has changed
   */
  static long of(LedgerFolder folder) throws IOException {
    try (var mark = new LogMark(folder, 0)) {
      mark.open();
      return mark.position();
    }
  }

  /**
   * Opens it.
   *
   * @throws DamagedLogException when it is missing
   */
  void open() throws IOException {
    try {
      file = folder.open(NAME);
    } catch (NoSuchFileException _) {
      throw damaged("is missing");
    }
  }

  private long position() throws IOException {
    byte[] text = new byte[BYTES];
    for (int reads = 0; reads < READS_MAX; reads++) {
      var into = ByteBuffer.wrap(text);
      file().read(into, 0);
      long position = into.position() == 0 ? 0 : parse(text);
      if (position >= 0) {
        return position;
      }
    }
    throw damaged("has changed");
  }

  private LedgerFile file() {
    return Objects.requireNonNull(file, "not open");
  }

  private static DamagedLogException damaged(String how) {
    return new DamagedLogException(
        "the log's file mark, which says up to which position it was on disk, "
            + how
            + ": restore it, or make an empty one to do without");
  }

  /** Says what is known, from time to time. The lock is held. */
  void note(long forced) throws IOException {
    if (System.nanoTime() - raisedNanos >= everyNanos) {
      raise(forced);
    }
  }

  /** Says what is known, unless it says more. The lock is held. */
  void raise(long forced) throws IOException {
    if (forced > raised) {
      if (forced > position()) {
        file().write(ByteBuffer.wrap(text(forced)), 0);
      }
      raised = forced;
      raisedNanos = System.nanoTime();
    }
  }

  /** The same; returns once that is on disk. */
  void raiseOnDisk(long forced) throws IOException {
    raise(forced);
    file().force();
  }

  static byte[] text(long position) {
    String lines = HEAD + HexFormat.of().toHexDigits(position) + "\n";
    var crc = new CRC32C();
    crc.update(lines.getBytes(StandardCharsets.US_ASCII));
    String sum = HexFormat.of().toHexDigits((int) crc.getValue());
    return (lines + "crc32c " + sum + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Parses the position, and requires the rest of the text to be exactly as it would be written;
   * else -1.
   */
  private static long parse(byte[] text) {
    String digits = new String(text, HEAD.length(), POSITION_DIGITS, StandardCharsets.US_ASCII);
    try {
      long position = HexFormat.fromHexDigitsToLong(digits);
      return Arrays.equals(text, text(position)) ? position : -1;
    } catch (IllegalArgumentException _) {
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
