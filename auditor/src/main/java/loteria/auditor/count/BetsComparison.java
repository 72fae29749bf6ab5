package loteria.auditor.count;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import loteria.auditor.log.AuditedRecord;

/** Compares bets.csv, byte by byte, with the rows of the log. The first difference counts. */
public final class BetsComparison implements DrawCount.BatchVisitor, AutoCloseable {
  private final Path file;
  private final InputStream in;
  private final Differences differences;
  private long bytes;
  private long rows;
  private boolean differs;

  /**
   * Opens bets.csv.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  public BetsComparison(Path folder, Differences differences) throws IOException {
    this.file = folder.resolve("bets.csv");
    this.in = Files.newInputStream(file);
    this.differences = differences;
  }

  @Override
  public void batch(AuditedRecord batch, byte[] log, int from) throws IOException {
    if (differs) {
      return;
    }
    int length = batch.rowBytes();
    byte[] there = in.readNBytes(length);
    int at = Arrays.mismatch(there, 0, there.length, log, from, from + length);
    if (at >= 0) {
      differs = true;
      differences.add(
          "bets.csv, line %d, byte %d: %s there than in the log, which has batch %d of agency %d",
          rows + 1 + lineEnds(log, from, from + at),
          bytes + at,
          at == there.length ? "less is" : "another byte is",
          batch.first(),
          batch.number());
    }
    bytes += length;
    rows += batch.rows();
  }

  private static int lineEnds(byte[] bytes, int from, int to) {
    int ends = 0;
    for (int i = from; i < to; i++) {
      ends += bytes[i] == '\n' ? 1 : 0;
    }
    return ends;
  }

  /**
   * Counts the bytes behind those of the log. A server may have written them for an entry that it
   * has not appended.
   *
   * @param isEnded whether the log was ended in order, so that none may be there
   * @return how many there are
   */
  public long end(boolean isEnded) throws IOException {
    if (differs) {
      return 0;
    }
    long behind = Files.size(file) - bytes;
    if (isEnded && behind > 0) {
      differences.add(
          "bets.csv, line %d, byte %d: it has %d bytes more than the log", rows + 1, bytes, behind);
    }
    return behind;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
