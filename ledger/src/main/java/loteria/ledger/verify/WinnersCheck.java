package loteria.ledger.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.row.RowSplitter;
import loteria.ipc.row.WinnerLines;
import loteria.ledger.file.ReadableFile;
import loteria.ledger.state.LogRecord.BatchStored;
import org.jspecify.annotations.Nullable;

/**
 * Finds the winners again in the rows of all batches, and compares them with winners.csv, agency by
 * agency: all bets on the number, and only those. Holds a checksum an agency.
 */
final class WinnersCheck {
  private static final int NUMBER_FIELD = 5;
  private static final int DOCUMENT_FIELD = 3;
  private static final int LINE_END_BYTES = 2;

  private final int number;
  private final Map<Integer, Lines> found = new TreeMap<>();

  /** The lines of one agency in winners.csv, as they must be. */
  private static final class Lines {
    private final CRC32C sum = new CRC32C();
    private long count;

    void add(byte[] bytes, int from, int to) {
      sum.update(bytes, from, to - from);
      count++;
    }
  }

  WinnersCheck(int number) {
    this.number = number;
  }

  /** Takes in a batch, in the order of the log. */
  void add(BatchStored batch, byte[] rows, int from) {
    byte lastDigit = (byte) ('0' + number % 10);
    int to = from + batch.length();
    int end = RowSplitter.end(rows, from, to);
    for (int at = from; end >= 0; end = RowSplitter.end(rows, at, to)) {
      if (rows[end - LINE_END_BYTES - 1] == lastDigit) {
        add(RowSplitter.fields(rows, at, end - LINE_END_BYTES));
      }
      at = end;
    }
  }

  private void add(List<String> row) {
    if (row.size() > NUMBER_FIELD && isWinning(row.get(NUMBER_FIELD))) {
      int agency = Integer.parseInt(row.getFirst());
      byte[] line = WinnerLines.line(agency, row.get(DOCUMENT_FIELD));
      linesOf(found, agency).add(line, 0, line.length);
    }
  }

  private boolean isWinning(String text) {
    return text.matches("[0-9]{1,4}") && Integer.parseInt(text) == number;
  }

  private static Lines linesOf(Map<Integer, Lines> all, int agency) {
    return all.computeIfAbsent(agency, _ -> new Lines());
  }

  /**
   * Compares; called once.
   *
   * @param draw as the log has it
   * @param file winners.csv; null where there is none
   */
  void report(DrawRecord draw, @Nullable ReadableFile file, Problems problems) {
    if (draw.winningNumber() != number) {
      throw new IllegalStateException("the winners of another number were searched for");
    }
    Map<Integer, Lines> written = new TreeMap<>();
    try {
      if (file != null) {
        read(file, written);
      }
    } catch (IOException e) {
      // The rest of the report is still of use.
      problems.add("winners.csv cannot be read: " + e.getMessage());
      return;
    }
    found.forEach((agency, lines) -> compare(agency, lines, linesOf(written, agency), problems));
    written.forEach((agency, lines) -> compareOnlyWritten(agency, lines, problems));
  }

  private static void read(ReadableFile file, Map<Integer, Lines> written) throws IOException {
    WinnerLines.visit(
        (into, at) -> read(file, into, at),
        0,
        file.size(),
        (agency, bytes, from, _, to) -> linesOf(written, agency).add(bytes, from, to));
  }

  private static int read(ReadableFile file, ByteBuffer into, long at) throws IOException {
    int before = into.position();
    file.read(into, at);
    return into.position() > before ? into.position() - before : -1;
  }

  private static void compare(int agency, Lines found, Lines written, Problems problems) {
    if (found.count != written.count || found.sum.getValue() != written.sum.getValue()) {
      problems.add(
          String.format(
              Locale.ROOT,
              "agency %d: %d bets are on the number drawn, winners.csv has %d %s",
              agency,
              found.count,
              written.count,
              found.count == written.count ? "others" : "lines"));
    }
  }

  private void compareOnlyWritten(int agency, Lines written, Problems problems) {
    if (!found.containsKey(agency)) {
      compare(agency, new Lines(), written, problems);
    }
  }
}
