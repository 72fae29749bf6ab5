package loteria.agency.source;

import java.io.IOException;
import java.nio.file.Path;
import loteria.ipc.row.RowCheck;
import loteria.ipc.row.RowDigest;
import loteria.ipc.row.RowWriter;

/**
 * The search for the reason why a file's first rows differ from the rows that the server has
 * stored. Of the stored rows only their number and their digest are known; so one hypothesis after
 * the other is tested against these. Reads the file again, and changes nothing.
 */
final class Mismatch {
  private final Path path;
  private final RowMaker maker;
  private final RefusedRows refused;
  private final long count;
  private final RowDigest stored;

  /**
   * @param maker checks rows with the same date as when the file was read
   * @param count how many rows the server has stored
   * @param stored their digest
   */
  Mismatch(Path path, RowMaker maker, RefusedRows refused, long count, RowDigest stored) {
    this.path = path;
    this.maker = maker;
    this.refused = refused;
    this.count = count;
    this.stored = stored;
  }

  /** A running digest of the file's rows from the first on. */
  private static final class Sum {
    final RowDigest.Running digest = new RowDigest.Running();
    long rows;
    long bytes;

    void add(RowWriter row) {
      digest.add(row.bytes(), 0, row.size());
      rows++;
      bytes += row.size();
    }
  }

  /** Visits a row; returns whether to visit the next. */
  private interface Visitor {
    boolean sees(RowWriter row, long line);
  }

  /** The explanation for a person. */
  String explain() throws IOException {
    var all = new Sum();
    var unlisted = new Sum();
    var stopAt = new long[1];
    walk(
        (row, line) -> {
          if (all.rows < count) {
            all.add(row);
          }
          if (!refused.contains(line)) {
            stopAt[0] = unlisted.rows < count ? line : stopAt[0];
            unlisted.add(row);
          }
          return unlisted.rows <= count;
        });
    if (all.rows == count && all.digest.soFar().equals(stored)) {
      return "they match if no row of the list of refused rows is left out: is "
          + refused.path()
          + " from another file?";
    }
    long line = unlisted.rows > count ? oneTooMany(unlisted) : RowSource.NONE;
    if (line != RowSource.NONE) {
      return "they match without line "
          + line
          + ": was it added since, or is the list of refused rows"
          + " missing that had it?";
    }
    return count == 1
        ? "the first one differs, in line " + stopAt[0]
        : "they differ somewhere in lines 1 to "
            + stopAt[0]
            + ": was the file changed, or was another"
            + " one sent before?";
  }

  /**
   * The line without which the others match. The digest without a row follows from the digests
   * before it, behind it and of all rows: a checksum is linear.
   */
  private long oneTooMany(Sum whole) throws IOException {
    var sum = new Sum();
    var found = new long[] {RowSource.NONE};
    RowDigest total = whole.digest.soFar();
    walk(
        (row, line) -> {
          if (refused.contains(line)) {
            return true;
          }
          RowDigest before = sum.digest.soFar();
          sum.add(row);
          long behind = whole.bytes - sum.bytes;
          RowDigest left =
              xor(total, xor(shifted(sum.digest.soFar(), behind), shifted(before, behind)));
          if (left.equals(stored)) {
            found[0] = line;
          }
          return sum.rows < whole.rows && found[0] == RowSource.NONE;
        });
    return found[0];
  }

  private static RowDigest shifted(RowDigest digest, long bytes) {
    return digest.and(RowDigest.EMPTY, bytes);
  }

  private static RowDigest xor(RowDigest one, RowDigest other) {
    return RowDigest.ofValue(one.value() ^ other.value());
  }

  private void walk(Visitor visitor) throws IOException {
    var row = new RowWriter(RowCheck.ROW_BYTES_MAX);
    try (var records = Records.open(path)) {
      boolean more = true;
      while (more && records.next()) {
        row.truncate(0);
        boolean blank = records.from() == records.to();
        if (!blank && maker.append(records, row) == null) {
          more = visitor.sees(row, records.number());
        }
      }
    }
  }
}
