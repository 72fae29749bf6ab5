package loteria.worker.draw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import loteria.ipc.message.Limits;
import loteria.ipc.message.WorkerMessage.ScanDigests;
import loteria.ipc.row.AgencyDigest;
import loteria.ledger.folder.DrawLedger;
import loteria.ledger.state.AgencyDigests;
import loteria.ledger.state.Entry;
import loteria.ledger.state.LogRecord;

/**
 * Computes for each agency of a part how many batches and bets it has stored, and the SHA-256 of
 * its rows, in the order of the log. Reads the whole log, and of it the rows of these agencies.
 */
public final class DigestScan {
  private final int remainder;
  private final int parts;
  private final AgencyDigests digests = new AgencyDigests();
  private ByteBuffer rows = ByteBuffer.allocate(64 << 10);

  private DigestScan(int remainder, int parts) {
    this.remainder = remainder;
    this.parts = parts;
  }

  /**
   * Scans a log that no more bets are appended to. Checks each entry as it goes.
   *
   * @param folder the draw's
   * @param part which agencies, and where the log ends
   * @param found is given digests by agency, {@value Limits#SCANNED_DIGESTS_MAX} at a time
   * @return the last of them, which are not as many
   * @throws loteria.ledger.state.DamagedLogException when an entry is not whole
   */
  public static List<AgencyDigest> scan(
      Path folder, ScanDigests part, Consumer<List<AgencyDigest>> found) throws IOException {
    var scan = new DigestScan(part.remainder(), part.parts());
    DrawLedger.scan(folder, 0, part.end(), part.end(), scan::entry);
    return scan.giveAll(found);
  }

  private void entry(Entry entry) throws IOException {
    int at = 0;
    for (LogRecord record : entry.records()) {
      if (record instanceof LogRecord.BatchStored batch) {
        if (batch.agency() % parts == remainder) {
          add(entry, batch, at);
        }
        at += batch.length();
      }
    }
  }

  private void add(Entry entry, LogRecord.BatchStored batch, int at) throws IOException {
    if (rows.capacity() < batch.length()) {
      rows = ByteBuffer.allocate(2 * batch.length());
    }
    entry.rows(rows.clear().limit(batch.length()), at);
    digests.add(batch, rows.array(), 0);
  }

  private List<AgencyDigest> giveAll(Consumer<List<AgencyDigest>> found) {
    List<AgencyDigest> some = new ArrayList<>();
    digests.each(
        one -> {
          some.add(one);
          if (some.size() == Limits.SCANNED_DIGESTS_MAX) {
            found.accept(List.copyOf(some));
            some.clear();
          }
        });
    return some;
  }
}
