package loteria.agency.source;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import loteria.agency.source.RowMaker.Refusal;
import loteria.ipc.folder.DurableFile;
import loteria.ipc.row.RowCheck;
import loteria.ipc.row.RowDigest;
import loteria.ipc.row.RowWriter;

/**
 * The list of a file's rows that are not stored although they are bets, because nothing more is
 * taken of the agency. It is kept beside the file in {@code FILE.late.csv}: each row as it stands
 * in the file, with its line end, in the order of the file.
 *
 * <p>Every record of the file is stored, refused or late. The file is read again, twice: first to
 * count, and to compare what is stored with the server's digest, then to write. A row that an
 * earlier run refused is late only if it was corrected since. Used by one thread.
 */
public final class LateRows {
  private final Path file;
  private final Path path;
  private final RowMaker maker;
  private final RefusedRows refused;
  private final RowWriter row = new RowWriter(RowCheck.ROW_BYTES_MAX);

  /** The corrected rows of the list of refused ones that are late, by line. */
  private final Set<Long> lateCorrections = new HashSet<>();

  /** A running digest of the rows that must be stored. */
  private static final class Sum {
    final RowDigest.Running digest = new RowDigest.Running();
    long rows;

    void add(byte[] row, int length) {
      digest.add(row, 0, length);
      rows++;
    }
  }

  LateRows(Path file, RowMaker maker, RefusedRows refused) {
    this.file = file;
    this.path = file.resolveSibling(file.getFileName() + ".late.csv");
    this.maker = maker;
    this.refused = refused;
  }

  /** The path of the list. */
  public Path path() {
    return path;
  }

  /**
   * Writes the list, whole or not at all; if no row is late, nothing is written.
   *
   * @param stored how many rows are stored
   * @param digest of the rows that are stored
   * @return how many rows are late
   * @throws IOException also if the file does not begin with the rows that are stored
   */
  public long write(long stored, RowDigest digest) throws IOException {
    refused.reload();
    lateCorrections.clear();
    try {
      long late = count(stored, digest);
      refused.force();
      if (late > 0) {
        DurableFile.replace(path, out -> writeTo(out, stored, late), refused.access());
      }
      return late;
    } catch (IOException e) {
      takeBack(e);
      throw e;
    } finally {
      maker.judgesDays(true);
    }
  }

  /** What was noted as refused may be of another file. */
  private void takeBack(IOException why) {
    try {
      refused.takeBack();
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  /** Counts the late rows, finds the late corrections, and notes other records as refused. */
  private long count(long stored, RowDigest digest) throws IOException {
    var sum = new Sum();
    Map<Long, byte[]> sentCorrections = new HashMap<>();
    long late = 0;
    try (var records = Records.open(file)) {
      while (nextFilled(records)) {
        if (refused.contains(records.number())) {
          lookAtCorrection(records, sentCorrections);
        } else if (isBet(records, sum.rows < stored, true)) {
          if (sum.rows < stored) {
            sum.add(row.bytes(), row.size());
          } else {
            late++;
          }
        }
      }
    }
    addStored(sentCorrections, sum, stored);
    if (sum.rows != stored || !sum.digest.soFar().equals(digest)) {
      throw changed();
    }
    return late + lateCorrections.size();
  }

  private void lookAtCorrection(Records record, Map<Long, byte[]> sent) throws IOException {
    long line = record.number();
    boolean wasSent = refused.isResent(line);
    if (!wasSent && refused.isUnchanged(line, RowMaker.fields(record))) {
      return;
    }
    if (isBet(record, wasSent, true)) {
      lateCorrections.add(line);
      if (wasSent) {
        sent.put(line, row.toByteArray());
      }
    }
  }

  /** Corrected rows are stored after all others, in the order in which the list has them. */
  private void addStored(Map<Long, byte[]> sentCorrections, Sum sum, long stored) {
    for (long line : refused.resent()) {
      byte[] sent = sentCorrections.get(line);
      if (sent != null && sum.rows < stored) {
        sum.add(sent, sent.length);
        lateCorrections.remove(line);
      }
    }
  }

  private void writeTo(OutputStream out, long stored, long late) throws IOException {
    long regular = 0;
    long written = 0;
    try (var records = Records.open(file)) {
      while (nextFilled(records)) {
        boolean isLate;
        if (refused.contains(records.number())) {
          isLate = lateCorrections.contains(records.number());
        } else {
          boolean mayBeStored = regular < stored;
          boolean isBet = isBet(records, mayBeStored, false);
          regular += isBet ? 1 : 0;
          isLate = isBet && !mayBeStored;
        }
        if (isLate) {
          out.write(records.array(), records.from(), records.to() - records.from());
          out.write(records.lineEnd().getBytes(StandardCharsets.US_ASCII));
          written++;
        }
      }
    }
    if (written != late) {
      throw changed();
    }
  }

  private static boolean nextFilled(Records records) throws IOException {
    boolean more = records.next();
    while (more && records.from() == records.to()) {
      more = records.next();
    }
    return more;
  }

  /**
   * Whether a record is a bet, whose row is then the one that was made last.
   *
   * @param onAnyDay for a row that may be stored: it was valid on some day
   * @param listed whether a record that is not a bet is added to the list of refused rows
   */
  private boolean isBet(Records record, boolean onAnyDay, boolean listed) throws IOException {
    row.truncate(0);
    maker.judgesDays(!onAnyDay);
    Refusal refusal = maker.append(record, row);
    if (refusal != null && listed) {
      refused.add(record.number(), refusal.reason(), refusal.fields());
    }
    return refusal == null;
  }

  private IOException changed() {
    return new IOException(
        file + " does not begin with the rows that are stored: was it changed during the run?");
  }
}
