package loteria.bench.limit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import loteria.worker.ledger.JournalRecord.Entry;
import loteria.worker.ledger.RecordCodec;
import org.jspecify.annotations.Nullable;

/**
 * How many batches a server has put into one force, as its journal tells: records that were written
 * together have the same mark of what was on disk before. Two groups of different workers may share
 * one, so groups are counted too few rather than too many, and too large.
 */
public final class JournalGroups {
  private static final int RECORDS = 4096;

  private final Path journal;
  private final ByteBuffer buffer = ByteBuffer.allocate(RECORDS * RecordCodec.SIZE);
  private int records;

  /** Of a draw's journal, from its beginning. */
  public JournalGroups(Path journal) {
    this.journal = journal;
  }

  /** The mean number of batches to a group, of those stored since the last call. */
  public double batchesPerGroup() throws IOException {
    int first = records;
    int groups = 0;
    int mark = -1;
    try (var channel = FileChannel.open(journal)) {
      for (Entry entry = next(channel); entry != null; entry = next(channel)) {
        if (entry.forced() != mark) {
          mark = entry.forced();
          groups++;
        }
        records++;
      }
    }
    buffer.clear();
    return groups == 0 ? 0 : (records - first) / (double) groups;
  }

  private @Nullable Entry next(FileChannel channel) throws IOException {
    if (buffer.position() == 0 || buffer.remaining() < RecordCodec.SIZE) {
      buffer.clear();
      channel.read(buffer, (long) records * RecordCodec.SIZE);
      buffer.flip();
    }
    if (buffer.remaining() < RecordCodec.SIZE) {
      return null;
    }
    Entry entry = RecordCodec.read(buffer, buffer.position(), records);
    buffer.position(buffer.position() + RecordCodec.SIZE);
    return entry;
  }
}
