package loteria.auditor.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log from position 0, one whole entry after another, also while a server appends to it.
 * Writes nothing. Used by one thread.
 *
 * <pre>
 *   try (var log = new AuditedLog(folder)) {
 *     for (AuditedEntry entry = log.next(); entry != null; entry = log.next()) { … }
 *     log.checkEnd(isEnded);
 *   }
 * </pre>
 */
public final class AuditedLog implements AutoCloseable {
  private static final long SEGMENT_BYTES = 64L << 20;

  /** An entry may be read while it is written. */
  private static final int READS = 10;

  private static final int NO_LEDGER = 0;

  private final Path folder;
  private final long limit;
  private byte[] bytes = new byte[1 << 20];
  private FileChannel segment;
  private long base;
  private long position;
  private long previous = -1;
  private int previousCrc;
  private int ledger = NO_LEDGER;
  private boolean isTorn;

  /** The log is known to have been on disk up to this position. */
  private long durable;

  /**
   * Opens the log of a draw.
   *
   * @param drawFolder contains the folder {@code log}
   * @throws BrokenLogException if the first segment or the mark is missing, or the mark is damaged
   */
  public AuditedLog(Path drawFolder) throws IOException {
    this(drawFolder, Long.MAX_VALUE);
  }

  /**
   * Opens the log of a draw.
   *
   * @param limit reading ends at this position, where an entry begins or would
   */
  public AuditedLog(Path drawFolder, long limit) throws IOException {
    this.folder = drawFolder.resolve("log");
    this.limit = limit;
    this.durable = DurableMark.read(folder);
    this.segment = open(0);
  }

  /** Where the next entry begins, or would. */
  public long position() {
    return position;
  }

  /** The log is known to have been on disk up to this position. */
  public long durable() {
    return durable;
  }

  static String segmentName(long position) {
    return HexFormat.of().toHexDigits(position - position % SEGMENT_BYTES);
  }

  /**
   * Reads the next entry that is a TURN or a STATE.
   *
   * @return null if none is written, or one that is not complete
   * @throws BrokenLogException if the entry has changed since it was written
   * @throws OtherFormatException if the entry is of another version
   */
  public @Nullable AuditedEntry next() throws IOException {
    while (position < limit) {
      AuditedEntry entry = whole();
      if (entry == null) {
        return null;
      }
      pass(entry);
      if (entry.kind() != AuditedEntry.NEXT) {
        return entry;
      }
      beginSegment();
    }
    return null;
  }

  private void pass(AuditedEntry entry) {
    previous = position;
    previousCrc = entry.crc();
    ledger = entry.ledger();
    durable = Math.max(durable, entry.forced());
    position += entry.space();
  }

  private void beginSegment() throws IOException {
    long written = firstWritten(segment, position - base);
    if (written >= 0) {
      throw new BrokenLogException(
          base + written, "a byte is not 0 although the log continues in the next segment");
    }
    base += SEGMENT_BYTES;
    position = base;
    segment.close();
    segment = open(base);
  }

  /** The entry at the position; null if the log ends there. */
  private @Nullable AuditedEntry whole() throws IOException {
    String flaw = "";
    for (int i = 0; i < READS; i++) {
      AuditedEntry entry = read();
      isTorn = false;
      if (entry.isBlank()) {
        return null;
      }
      flaw = flawOf(entry);
      if (flaw.isEmpty()) {
        return entry;
      }
      isTorn = entry.hasHeader(position) && fits(entry.space()) && entry.hasBlankSector();
      if (isTorn) {
        return null;
      }
    }
    throw new BrokenLogException(position, flaw);
  }

  /** The bytes at the position: the entry, if one begins there, or the beginning of it. */
  private AuditedEntry read() throws IOException {
    AuditedEntry entry = read(AuditedEntry.ALIGNMENT);
    long space = entry.hasHeader(position) ? entry.space() : 0;
    if (space <= AuditedEntry.ALIGNMENT || !fits(space)) {
      return entry;
    }
    if (bytes.length < space) {
      bytes = new byte[(int) Math.min(SEGMENT_BYTES, 2 * space)];
    }
    return read((int) space);
  }

  private AuditedEntry read(int count) throws IOException {
    var into = ByteBuffer.wrap(bytes, 0, count);
    int read = 0;
    while (into.hasRemaining() && read >= 0) {
      read = segment.read(into, position - base + into.position());
    }
    return new AuditedEntry(bytes, into.position());
  }

  private boolean fits(long space) {
    return position - base + space <= SEGMENT_BYTES;
  }

  private String flawOf(AuditedEntry entry) throws OtherFormatException {
    if (!entry.hasHeader(position)) {
      return "the header does not have its checksum";
    }
    if (!entry.follows(previous, previousCrc)) {
      return "the entry does not follow the one before";
    }
    if (!fits(entry.space())) {
      return "the entry does not fit into the segment";
    }
    if (!entry.isComplete()) {
      return "the file ends before the entry does";
    }
    boolean isFirst = position == base;
    int kind = entry.kind();
    if (kind < AuditedEntry.TURN || kind > AuditedEntry.NEXT) {
      throw new OtherFormatException(position, "an entry of the unknown kind " + kind);
    }
    if (isFirst != (kind == AuditedEntry.STATE)) {
      return isFirst ? "the segment does not begin with a state" : "a state is within a segment";
    }
    if (kind == AuditedEntry.NEXT && entry.records() != 0) {
      return "the last entry of the segment has records";
    }
    if (position > 0 && entry.ledger() != ledger) {
      return "the entry is of another ledger";
    }
    if (entry.forced() < 0 || entry.forced() > position) {
      return "the entry names a position behind itself as on disk";
    }
    return entry.flaw();
  }

  /**
   * Checks that the log may end where no next entry was found.
   *
   * @param isEnded whether the last record says that the server ended in order
   * @throws BrokenLogException if more was on disk, or something else is
   */
  public void checkEnd(boolean isEnded) throws IOException {
    boolean wasTorn = isTorn;
    long on = Math.max(durable, highestForced());
    long written = isEnded && !wasTorn ? firstWritten() : -1;
    if ((on > position || written >= 0) && whole() == null) {
      String why =
          on > position
              ? "the log ends there, but was on disk up to position " + on
              : "the log was ended in order there, but byte " + written + " is not 0";
      throw new BrokenLogException(position, why);
    }
  }

  /** The highest position that headers behind the end name as on disk. */
  private long highestForced() throws IOException {
    long highest = 0;
    var header = ByteBuffer.wrap(new byte[AuditedEntry.HEADER_BYTES]);
    for (long first = base; isThere(first); first += SEGMENT_BYTES) {
      try (FileChannel file = open(first)) {
        long end = first + Math.min(SEGMENT_BYTES, file.size());
        for (long at = Math.max(position, first); at < end; at += AuditedEntry.ALIGNMENT) {
          file.read(header.clear(), at - first);
          var entry = new AuditedEntry(header.array(), header.position());
          highest = entry.hasHeader(at) ? Math.max(highest, entry.forced()) : highest;
        }
      }
    }
    return highest;
  }

  private boolean isThere(long first) {
    return Files.exists(folder.resolve(segmentName(first)));
  }

  /** The position behind the end of the first byte that is not 0; -1 if all are. */
  private long firstWritten() throws IOException {
    for (long first = base; isThere(first); first += SEGMENT_BYTES) {
      try (FileChannel file = open(first)) {
        long written = firstWritten(file, Math.max(0, position - first));
        if (written >= 0) {
          return first + written;
        }
      }
    }
    return -1;
  }

  private static long firstWritten(FileChannel file, long from) throws IOException {
    var part = ByteBuffer.allocate(1 << 16);
    long at = from;
    while (file.read(part.clear(), at) > 0) {
      part.flip();
      for (int i = 0; i < part.limit(); i++) {
        if (part.get(i) != 0) {
          return at + i;
        }
      }
      at += part.limit();
    }
    return -1;
  }

  private FileChannel open(long first) throws IOException {
    try {
      return FileChannel.open(folder.resolve(segmentName(first)), StandardOpenOption.READ);
    } catch (NoSuchFileException _) {
      throw new BrokenLogException(
          String.format(Locale.ROOT, "log segment %s is missing", segmentName(first)));
    }
  }

  @Override
  public void close() throws IOException {
    segment.close();
  }
}
