package loteria.agency.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import loteria.agency.source.RowMaker.Refusal;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowCheck;
import loteria.ipc.row.RowDigest;
import loteria.ipc.row.RowWriter;

/**
 * An agency's file, read as a stream: {@code first name,last name,document,birth date,number}, no
 * header, UTF-8, any line ends.
 *
 * <p>Every record is either a row that is handed out or is noted as refused; only empty lines are
 * skipped. A row that an earlier run refused, and that was corrected since, comes last. Used by one
 * thread.
 */
public final class BetFile implements RowSource, AutoCloseable {
  private final Path path;
  private final Records records;
  private final long bytes;
  private final RefusedRows refused;
  private final RowMaker maker;
  private final CorrectedRows corrected;

  private BetFile(Path path, Records records, long bytes, RefusedRows refused, RowMaker maker) {
    this.path = path;
    this.records = records;
    this.bytes = bytes;
    this.refused = refused;
    this.maker = maker;
    this.corrected = new CorrectedRows(refused, maker);
  }

  /**
   * Opens a file.
   *
   * @param today the latest valid birth date
   * @param refused records bad records, and knows those of earlier runs
   */
  public static BetFile open(Path file, AgencyId agency, LocalDate today, RefusedRows refused)
      throws IOException {
    long bytes = Files.size(file);
    return new BetFile(file, Records.open(file), bytes, refused, new RowMaker(agency, today));
  }

  @Override
  public long next(RowWriter rows) throws IOException {
    while (records.next()) {
      boolean blank = records.from() == records.to();
      if (!blank && refused.contains(records.number())) {
        corrected.look(records);
      } else if (!blank) {
        Refusal refusal = maker.append(records, rows);
        if (refusal == null) {
          return records.number();
        }
        refused.add(records.number(), refusal.reason(), refusal.fields());
      }
    }
    return corrected.next(rows);
  }

  /**
   * Skips rows that are stored. They were valid on some day, so today's date does not matter.
   *
   * @param stored the rows are added to it
   * @return how many there were, {@code count} at most
   */
  public long skip(long count, StoredRows stored) throws IOException {
    var row = new RowWriter(RowCheck.ROW_BYTES_MAX);
    maker.judgesDays(false);
    corrected.handOut(false);
    try {
      for (long skipped = 0; skipped < count; skipped++) {
        row.truncate(0);
        if (next(row) == NONE) {
          return skipped;
        }
        stored.add(row.bytes(), 0, row.size(), 1);
      }
      return count;
    } finally {
      maker.judgesDays(true);
      corrected.handOut(true);
    }
  }

  /** Whether there is another row. */
  public boolean hasMore() throws IOException {
    return next(new RowWriter(RowCheck.ROW_BYTES_MAX)) != NONE;
  }

  /**
   * Explains why the rows that the server has stored are not the first of the file, if that can be
   * found out.
   *
   * @param count how many it has
   * @param stored their digest
   */
  public String mismatch(long count, RowDigest stored) throws IOException {
    maker.judgesDays(false);
    try {
      return new Mismatch(path, maker, refused, count, stored).explain();
    } finally {
      maker.judgesDays(true);
    }
  }

  /** The list of the rows that are not stored, for when nothing more is taken of them. */
  public LateRows lateRows() {
    return new LateRows(path, maker, refused);
  }

  /** From now on corrected rows are only counted, not handed out. */
  public void takeNoCorrections() {
    corrected.takeNoMore();
  }

  /** How many of the rows read so far were corrected since an earlier run refused them. */
  public long corrections() {
    return corrected.count();
  }

  /** The line of the first of them. */
  public long firstCorrection() {
    return corrected.firstLine();
  }

  /** How many bytes the file had when it was opened. */
  public long bytes() {
    return bytes;
  }

  /** How many bytes have been read. */
  public long bytesRead() {
    return records.bytesRead();
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
