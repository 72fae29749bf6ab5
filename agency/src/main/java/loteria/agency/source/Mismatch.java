package loteria.agency.source;

import java.io.IOException;
import java.nio.file.Path;
import loteria.ipc.row.RowCheck;
import loteria.ipc.row.RowDigest;
import loteria.ipc.row.RowWriter;

/**
 * Why a file's first rows are not those that the server has stored of it, as far as that can be
 * told: of the stored ones no more is known than how many they are, and their digest. So one thing
 * after the other is tried that would make the two fit. Reads the file anew, and changes nothing.
 */
final class Mismatch {
  private final Path path;
  private final RowMaker maker;
  private final RefusedRows refused;
  private final long count;
  private final RowDigest stored;

  /**
   * @param maker judges rows as it did when the file was read
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

  /** Rows of the file from its first on, added up. */
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

  /** Sees a row; returns whether it wants to see the next. */
  private interface Visitor {
    boolean sees(RowWriter row, long line);
  }

  /** What is to be said to a person. */
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
      return "they are, if no row on the list of refused rows is left out: is "
          + refused.path()
          + " from another file?";
    }
    long line = unlisted.rows > count ? oneTooMany(unlisted) : RowSource.NONE;
    if (line != RowSource.NONE) {
      return "they are, if line "
          + line
          + " is left out: was it put in since, or is the list of"
          + " refused rows gone that had it?";
    }
    return count == 1
        ? "the first differs, in line " + stopAt[0]
        : "they differ from line 1 to line "
            + stopAt[0]
            + " somewhere: was the file changed, or"
            + " another sent before?";
  }

  /**
   * The line without which the others fit. Where a row is left out, the digest of what is before it
   * and behind it follows from those of both with it: a checksum is linear.
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
