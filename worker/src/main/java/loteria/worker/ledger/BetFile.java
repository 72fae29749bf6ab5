package loteria.worker.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import loteria.ipc.wire.Bytes;
import loteria.worker.disk.LedgerFile;

/** bets.csv: rows and nothing else. Everything here is done under the ledger's lock. */
final class BetFile {
  private static final int APPEND_BYTES = 1 << 20;

  private final LedgerFile file;
  private final ByteBuffer out = ByteBuffer.allocateDirect(APPEND_BYTES);

  BetFile(LedgerFile file) {
    this.file = file;
  }

  /** Appends rows, from a place on. */
  void append(List<Bytes> rows, long from) throws IOException {
    long at = from;
    out.clear();
    for (Bytes batch : rows) {
      for (int start = batch.from(); start < batch.to(); ) {
        if (!out.hasRemaining()) {
          at = write(at);
        }
        int count = Math.min(out.remaining(), batch.to() - start);
        out.put(batch.array(), start, count);
        start += count;
      }
    }
    write(at);
  }

  private long write(long at) throws IOException {
    int count = out.flip().limit();
    file.write(out, at);
    out.clear();
    return at + count;
  }

  /** Cuts rows that a process died writing: those behind what the journal speaks of. */
  void cutTorn(long committedBytes) throws IOException {
    long size = file.size();
    if (size > committedBytes) {
      file.truncate(committedBytes);
    } else if (size < committedBytes) {
      throw new DamagedLedgerException(
          String.format(
              Locale.ROOT, "bets.csv has %d bytes, the journal %d", size, committedBytes));
    }
  }
}
