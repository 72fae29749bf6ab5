package loteria.agency.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Request;
import loteria.ipc.row.BadRow;
import loteria.ipc.row.RowSplitter;
import loteria.ipc.row.RowWriter;
import org.jspecify.annotations.Nullable;

/** A batch: rows that are stored all or none, and the line of the file that each comes from. */
public final class Batch {
  private final long id;
  private final Bytes content;
  private final long[] lines;

  /**
   * @param id its number; from 1, rising by one
   * @param content the rows as they will be stored
   * @param lines the line of each row
   */
  Batch(long id, Bytes content, long[] lines) {
    this.id = id;
    this.content = content;
    this.lines = lines;
  }

  public long id() {
    return id;
  }

  public int rows() {
    return lines.length;
  }

  /** The request that sends the batch. */
  public Request.Batch request() {
    return new Request.Batch(id, lines.length, content);
  }

  /** A row that the server refused, as the list of refused rows records it. */
  public record RefusedRow(long line, String reason, List<String> fields) {}

  /**
   * The rows that the server reports as bad, with its reasons.
   *
   * @throws IllegalArgumentException if it reports one that is not there
   */
  public List<RefusedRow> refused(List<BadRow> badRows) {
    String[] reasons = reasons(badRows);
    List<RefusedRow> refused = new ArrayList<>(badRows.size());
    int from = content.from();
    for (int row = 0; row < lines.length; row++) {
      int to = RowSplitter.end(content.array(), from, content.to());
      if (reasons[row] != null) {
        List<String> fields = RowSplitter.fields(content.array(), from, to - 2);
        refused.add(new RefusedRow(lines[row], reasons[row], fields.subList(1, fields.size())));
      }
      from = to;
    }
    return refused;
  }

  /**
   * The same batch without its bad rows; it may be empty, and keeps its number.
   *
   * @throws IllegalArgumentException if a bad row is not there
   */
  public Batch without(List<BadRow> badRows) {
    String[] reasons = reasons(badRows);
    var good = new RowWriter(content.length());
    long[] goodLines = new long[lines.length];
    int count = 0;
    int from = content.from();
    for (int row = 0; row < lines.length; row++) {
      int to = RowSplitter.end(content.array(), from, content.to());
      if (reasons[row] == null) {
        good.write(content.array(), from, to - 2);
        goodLines[count++] = lines[row];
      }
      from = to;
    }
    return new Batch(id, Bytes.of(good.bytes(), 0, good.size()), Arrays.copyOf(goodLines, count));
  }

  private @Nullable String[] reasons(List<BadRow> badRows) {
    var reasons = new @Nullable String[lines.length];
    for (BadRow bad : badRows) {
      if (bad.row() < 0 || bad.row() >= lines.length) {
        throw new IllegalArgumentException(
            "batch " + id + " has " + lines.length + " rows, none is number " + bad.row());
      }
      reasons[bad.row()] = bad.reason();
    }
    return reasons;
  }
}
