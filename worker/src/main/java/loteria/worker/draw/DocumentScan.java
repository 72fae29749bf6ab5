package loteria.worker.draw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.row.StoredBet.Outcome;
import loteria.ledger.folder.DrawLedger;
import loteria.ledger.state.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Finds the bets with one document in a draw's log, in the order of the log. Holds the rows of one
 * entry at a time, so the number of bets changes no memory.
 */
public final class DocumentScan {
  /** Most entries have fewer bytes of rows. */
  private static final int ROWS_BYTES = 256 << 10;

  private final DocumentRule rule;
  private final @Nullable DrawRule draw;
  private final Visitor visitor;
  private byte[] rows = new byte[ROWS_BYTES];

  /** Is shown bets. */
  public interface Visitor {
    /**
     * A bet. The array is overwritten after this returns.
     *
     * @param millis when the entry that has it was written
     * @param from where its row begins
     * @param to where its row ends, CRLF not included
     */
    void bet(long millis, Outcome outcome, byte[] rows, int from, int to) throws IOException;
  }

  private DocumentScan(String document, @Nullable DrawRecord draw, Visitor visitor) {
    this.rule = new DocumentRule(document);
    this.draw = draw == null ? null : new DrawRule(draw.winningNumber());
    this.visitor = visitor;
  }

  /**
   * Scans all that a draw's log has now; bets may be appended meanwhile. Checks each entry.
   *
   * @param folder the draw's
   * @param document 1 to 20 letters and digits
   * @throws loteria.ledger.state.DamagedLogException when the log is damaged: bets behind that are
   *     not shown
   */
  public static void scan(Path folder, String document, Visitor visitor) throws IOException {
    // The draw is read first: no bet comes after it.
    var scan = new DocumentScan(document, DrawLedger.draw(folder), visitor);
    DrawLedger.read(folder, scan::entry);
  }

  private void entry(Entry entry) throws IOException {
    int length = entry.rowBytes();
    if (length > rows.length) {
      rows = new byte[length];
    }
    entry.rows(ByteBuffer.wrap(rows, 0, length), 0);
    for (int end = rule.next(rows, 0, length); end >= 0; end = rule.next(rows, end, length)) {
      int begin = beginOf(end);
      visitor.bet(entry.millis(), outcome(begin, end), rows, begin, end - 2);
    }
  }

  private int beginOf(int end) {
    int begin = end - 1;
    while (begin > 0 && rows[begin - 1] != '\n') {
      begin--;
    }
    return begin;
  }

  private Outcome outcome(int begin, int end) {
    if (draw == null) {
      return Outcome.NOT_DRAWN;
    }
    return draw.nextWinner(rows, begin, end) == end ? Outcome.WON : Outcome.DID_NOT_WIN;
  }
}
