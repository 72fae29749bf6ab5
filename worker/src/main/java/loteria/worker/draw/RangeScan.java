package loteria.worker.draw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import loteria.ipc.message.Limits;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.message.WorkerMessage.Winner;
import loteria.ipc.row.RowSplitter;
import loteria.ledger.folder.DrawLedger;
import loteria.ledger.state.Entry;

/**
 * Finds the winners in a range of the log: in each entry of the segments that begin there. So
 * ranges that cover the log, wherever they meet, find each winner once.
 */
public final class RangeScan {
  /** Most entries have fewer bytes of rows. */
  private static final int ROWS_BYTES = 256 << 10;

  private final DrawRule rule;
  private final Consumer<List<Winner>> found;
  private byte[] rows = new byte[ROWS_BYTES];
  private List<Winner> winners = new ArrayList<>();

  private RangeScan(DrawRule rule, Consumer<List<Winner>> found) {
    this.rule = rule;
    this.found = found;
  }

  /**
   * Scans a range of a log that no more bets are appended to. Checks each entry as it goes.
   *
   * @param folder the draw's
   * @param range what to scan, and for which number
   * @param found is given winners in the log's order, {@value Limits#SCANNED_WINNERS_MAX} at a time
   * @return the last of them, which are not as many
   * @throws loteria.ledger.state.DamagedLogException when an entry is not whole
   */
  public static List<Winner> scan(
      Path folder, WorkerMessage.Scan range, Consumer<List<Winner>> found) throws IOException {
    var scan = new RangeScan(new DrawRule(range.winningNumber()), found);
    DrawLedger.scan(folder, range.from(), range.to(), range.end(), scan::entry);
    return scan.winners;
  }

  private void entry(Entry entry) throws IOException {
    int length = entry.rowBytes();
    if (length > rows.length) {
      rows = new byte[length];
    }
    entry.rows(ByteBuffer.wrap(rows, 0, length), 0);
    collect(length);
  }

  /** Takes down the winners among the rows from the beginning of the array to some end. */
  private void collect(int to) {
    int end = rule.nextWinner(rows, 0, to);
    while (end >= 0) {
      winners.add(winner(end - 2));
      if (winners.size() == Limits.SCANNED_WINNERS_MAX) {
        found.accept(winners);
        winners = new ArrayList<>();
      }
      end = rule.nextWinner(rows, end, to);
    }
  }

  /** The winner whose row ends here, without its line end. */
  private Winner winner(int end) {
    int begin = end;
    while (begin > 0 && rows[begin - 1] != '\n') {
      begin--;
    }
    List<String> fields = RowSplitter.fields(rows, begin, end);
    return new Winner(Integer.parseInt(fields.get(0)), fields.get(3));
  }
}
