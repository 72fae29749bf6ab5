package loteria.auditor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** Writes a log by docs/LOG-FORMAT.md and by nothing else. */
final class FormatWriter {
  static final int TURN = 1;
  static final int STATE = 2;
  static final int NEXT = 3;
  private static final long SEGMENT_BYTES = 1 << 26;

  private final Path log;
  private long position;
  private long previous = -1;

  // A test changes them to make an entry that has its checksums and is wrong.
  int previousCrc;
  int ledger = 0x12345678;
  long betsAt;
  long forcedAhead;

  /**
   * @param folder the draw's; gets a folder log
   */
  FormatWriter(Path folder) throws IOException {
    this.log = Files.createDirectories(folder.resolve("log"));
  }

  long position() {
    return position;
  }

  void append(int kind, List<FormatRecord> records) throws IOException {
    var recordBytes = new ByteArrayOutputStream();
    var rows = new ByteArrayOutputStream();
    for (FormatRecord record : records) {
      recordBytes.writeBytes(record.bytes());
      rows.writeBytes(record.rows());
    }
    int used = 72 + recordBytes.size() + rows.size() + 8;
    var entry = ByteBuffer.allocate((used + 4095) / 4096 * 4096);
    entry.putInt(0xff4c4700 | kind).putInt(0);
    entry.putLong(position).putLong(previous).putLong(position + forcedAhead).putLong(betsAt);
    entry.putLong(1_800_000_000_000L).putInt(1).putInt(ledger);
    entry.putInt(records.size()).putInt(rows.size());
    entry.putInt((int) FormatRecord.crc32c(recordBytes.toByteArray())).putInt(previousCrc);
    var header = new ByteArrayOutputStream();
    header.write(entry.array(), 0, 4);
    header.write(entry.array(), 8, 64);
    previousCrc = (int) FormatRecord.crc32c(header.toByteArray());
    entry.putInt(4, previousCrc);
    entry.put(recordBytes.toByteArray()).put(rows.toByteArray());
    while (entry.remaining() > 8) {
      entry.put((byte) 0xee);
    }
    entry.putInt(previousCrc).putInt(0xff454e44);
    write(entry.flip());
    betsAt += rows.size();
    previous = position;
    position += entry.capacity();
    if (kind == NEXT) {
      position = (previous / SEGMENT_BYTES + 1) * SEGMENT_BYTES;
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    String name = String.format(Locale.ROOT, "%016x", position / SEGMENT_BYTES * SEGMENT_BYTES);
    try (var file =
        FileChannel.open(log.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.write(bytes, position % SEGMENT_BYTES);
    }
  }

  void mark(long durable) throws IOException {
    String lines = String.format(Locale.ROOT, "loteria log mark\nposition %016x\n", durable);
    long crc = FormatRecord.crc32c(lines.getBytes(StandardCharsets.US_ASCII));
    Files.writeString(
        log.resolve("mark"), lines + String.format(Locale.ROOT, "crc32c %08x\n", crc));
  }
}
