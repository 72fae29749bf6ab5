package loteria.agency.source;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import loteria.agency.source.RowMaker.Refusal;
import loteria.ipc.message.Bytes;
import loteria.ipc.row.RowCheck;
import loteria.ipc.row.RowWriter;
import org.jspecify.annotations.Nullable;

/**
 * The refused rows that were corrected in the file since. They are handed out after all others, and
 * the list of refused rows records which and in what order, so that the next run knows what the
 * server has. Used by one thread.
 */
final class CorrectedRows {
  private final RefusedRows refused;
  private final RowMaker maker;

  /** The rows that an earlier run has sent, or was about to, by line. */
  private final Map<Long, byte[]> sentBefore = new HashMap<>();

  private final Deque<Corrected> fresh = new ArrayDeque<>();
  private @Nullable Deque<Long> sentBeforeInOrder;
  private boolean taken = true;
  private boolean handedOut = true;
  private long count;
  private long firstLine;

  private record Corrected(long line, Bytes row, List<String> fields) {}

  CorrectedRows(RefusedRows refused, RowMaker maker) {
    this.refused = refused;
    this.maker = maker;
  }

  /** From now on a row that no earlier run has taken is only counted. */
  void takeNoMore() {
    taken = false;
  }

  /** Whether rows that were not sent before are handed out; meanwhile they are kept. */
  void handOut(boolean handedOut) {
    this.handedOut = handedOut;
  }

  /** How many rows were corrected since the last run. */
  long count() {
    return count;
  }

  /** The line of the first of them. */
  long firstLine() {
    return firstLine;
  }

  /** Examines a record whose line is on the list. */
  void look(Records record) throws IOException {
    long line = record.number();
    boolean wasSent = refused.isResent(line);
    List<String> fields = RowMaker.fields(record);
    if (!wasSent && refused.isUnchanged(line, fields)) {
      return;
    }
    if (!wasSent) {
      firstLine = count++ == 0 ? line : firstLine;
    }
    if (!wasSent && !taken) {
      return;
    }
    var row = new RowWriter(RowCheck.ROW_BYTES_MAX);
    Refusal refusal = maker.append(record, row);
    if (refusal != null) {
      refused.add(line, refusal.reason(), refusal.fields());
    } else if (wasSent) {
      sentBefore.put(line, row.toByteArray());
    } else {
      fresh.add(new Corrected(line, Bytes.of(row.toByteArray()), fields));
    }
  }

  /** Appends the next row, as {@link RowSource#next} does, after the whole file was read. */
  long next(RowWriter rows) throws IOException {
    Deque<Long> before = sentBeforeInOrder;
    if (before == null) {
      before = new ArrayDeque<>(refused.resent());
      before.removeIf(line -> !sentBefore.containsKey(line));
      sentBeforeInOrder = before;
    }
    Long line = before.poll();
    if (line != null) {
      byte[] row = Objects.requireNonNull(sentBefore.get(line));
      rows.write(row, 0, row.length - 2);
      return line;
    }
    Corrected corrected = handedOut ? fresh.poll() : null;
    if (corrected == null) {
      return RowSource.NONE;
    }
    refused.resend(corrected.line(), corrected.fields());
    Bytes row = corrected.row();
    rows.write(row.array(), row.from(), row.to() - 2);
    return corrected.line();
  }
}
