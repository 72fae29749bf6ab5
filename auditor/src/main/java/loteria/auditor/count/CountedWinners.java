package loteria.auditor.count;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Objects;
import loteria.auditor.log.AuditedEntry;
import loteria.auditor.log.AuditedLog;

/**
 * The winners, found in the rows of the log: winners.csv as it must be. The log has them in the
 * order in which bets were stored, the file in the order of the agencies. So the log is read once
 * to find out how many bytes each agency's lines have, and then once for each part of the file that
 * is kept in memory; then only entries that have a winner are parsed.
 */
public final class CountedWinners {
  private static final int PART_BYTES = 32 << 20;

  private final Path folder;
  private final long limit;
  private final DrawCount count;
  private final int number;
  private final BitSet entriesWithWinner = new BitSet();
  private long bytes;
  private long winners;

  /** Takes winners.csv from its beginning to its end, in parts of any length. */
  @FunctionalInterface
  interface PartVisitor {
    void part(byte[] bytes, int length) throws IOException;
  }

  /** Takes an entry. */
  @FunctionalInterface
  private interface EntryVisitor {
    void entry(AuditedEntry entry) throws IOException;
  }

  /**
   * @param folder the draw's
   * @param limit the position at which the log that was counted ends
   * @param number the winning one
   */
  public CountedWinners(Path folder, long limit, DrawCount count, int number) {
    this.folder = folder;
    this.limit = limit;
    this.count = count;
    this.number = number;
  }

  /** Counts the winners of each agency. */
  public void find() throws IOException {
    int[] entries = new int[1];
    eachEntry(
        entry -> {
          int index = entries[0]++;
          EntryRows.bets(
              entry,
              (agency, document, betOn) -> {
                if (betOn == number) {
                  int length = line(agency, document).length;
                  agencyOf(agency).addWinner(length);
                  bytes += length;
                  winners++;
                  entriesWithWinner.set(index);
                }
              });
        });
  }

  /** How many there are. */
  public long count() {
    return winners;
  }

  /** Bytes of all their lines. */
  long bytes() {
    return bytes;
  }

  /** Shows winners.csv as it must be. */
  void write(PartVisitor visitor) throws IOException {
    for (long from = 0; from < bytes; from += PART_BYTES) {
      byte[] part = new byte[(int) Math.min(PART_BYTES, bytes - from)];
      fill(part, from);
      visitor.part(part, part.length);
    }
  }

  private void fill(byte[] part, long partFrom) throws IOException {
    long[] next = starts();
    int[] entries = new int[1];
    eachEntry(
        entry -> {
          if (entriesWithWinner.get(entries[0]++)) {
            EntryRows.bets(
                entry,
                (agency, document, betOn) -> {
                  if (betOn == number) {
                    byte[] line = line(agency, document);
                    copy(line, next[agency] - partFrom, part);
                    next[agency] += line.length;
                  }
                });
          }
        });
  }

  /** Copies what of a line lies in a part. */
  private static void copy(byte[] line, long at, byte[] part) {
    int from = (int) Math.max(0, Math.min(line.length, -at));
    int to = (int) Math.max(from, Math.min(line.length, part.length - at));
    if (to > from) {
      System.arraycopy(line, from, part, (int) (at + from), to - from);
    }
  }

  /** Where in winners.csv the lines of each agency begin. */
  private long[] starts() {
    int[] last = new int[1];
    count.eachWithBatches(agency -> last[0] = agency.agency());
    long[] starts = new long[last[0] + 1];
    long[] at = new long[1];
    count.eachWithBatches(
        agency -> {
          starts[agency.agency()] = at[0];
          at[0] += agency.winnerBytes();
        });
    return starts;
  }

  private AgencyCount agencyOf(int agency) {
    return Objects.requireNonNull(count.find(agency));
  }

  private static byte[] line(int agency, String document) {
    return (agency + "," + document + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private void eachEntry(EntryVisitor visitor) throws IOException {
    try (var log = new AuditedLog(folder, limit)) {
      for (AuditedEntry entry = log.next(); entry != null; entry = log.next()) {
        visitor.entry(entry);
      }
    }
  }
}
