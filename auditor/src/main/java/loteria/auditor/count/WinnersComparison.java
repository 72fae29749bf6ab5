package loteria.auditor.count;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Compares the winners that were found with the draw of the log, and with winners.csv. */
public final class WinnersComparison {
  private static final String NAME = "winners.csv";

  private final CountedWinners winners;
  private final DrawCount count;
  private final Differences differences;

  public WinnersComparison(CountedWinners winners, DrawCount count, Differences differences) {
    this.winners = winners;
    this.count = count;
    this.differences = differences;
  }

  /** Whether the folder has a winners.csv that must be the one of the draw. */
  public boolean hasFile(Path folder) {
    return count.drawn() != null && Files.exists(folder.resolve(NAME));
  }

  /** Compares all of them. */
  public void compare(Path folder) throws IOException {
    DrawCount.Drawn drawn = count.drawn();
    if (drawn == null) {
      return;
    }
    if (hasFile(folder)) {
      compareCounts(folder.resolve(NAME));
      try (var file =
          new FileComparison(
              new BufferedInputStream(Files.newInputStream(folder.resolve(NAME))), differences)) {
        winners.write(file);
        file.end();
      }
    }
    if (drawn.winners() != winners.count()) {
      differences.add(
          "the log's draw has %d winners, counted are %d", drawn.winners(), winners.count());
    }
    var crc = new CRC32C();
    winners.write((part, length) -> crc.update(part, 0, length));
    if ((int) crc.getValue() != drawn.crc32c()) {
      differences.add(
          "the log's draw has CRC32C %08x of winners.csv, counted is %08x",
          drawn.crc32c(), crc.getValue());
    }
  }

  /** Names the agencies that have more or fewer lines than winners. */
  private void compareCounts(Path file) throws IOException {
    int[] lines = new int[1 << 10];
    try (Reader reader =
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1);
        CSVParser rows = EntryRows.FORMAT.parse(reader)) {
      for (CSVRecord row : rows) {
        int agency = agency(row);
        if (agency < 0) {
          differences.add(
              "winners.csv, line %d: it is not an agency and a document", row.getRecordNumber());
          return;
        }
        if (agency >= lines.length) {
          lines = Arrays.copyOf(lines, Math.max(agency + 1, 2 * lines.length));
        }
        lines[agency]++;
      }
    } catch (UncheckedIOException _) {
      differences.add("winners.csv: it is not CSV");
      return;
    }
    for (int agency = 1; agency < lines.length; agency++) {
      compareCount(agency, lines[agency]);
    }
    int counted = lines.length;
    count.eachWithBatches(
        agency -> {
          if (agency.agency() >= counted) {
            compareCount(agency.agency(), 0);
          }
        });
  }

  private void compareCount(int agency, int lines) {
    AgencyCount counted = count.find(agency);
    int expected = counted == null ? 0 : counted.winners();
    if (lines != expected) {
      differences.add(
          "winners.csv, agency %d: it has %d winners, counted are %d", agency, lines, expected);
    }
  }

  /** The agency of a line; -1 if it is not one. */
  private static int agency(CSVRecord row) {
    String digits = row.size() == 2 ? row.get(0) : "";
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= 6
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Integer.parseInt(digits) : -1;
  }

  /** Compares the file, byte by byte, with what it must contain. */
  private static final class FileComparison implements CountedWinners.PartVisitor, AutoCloseable {
    private final InputStream in;
    private final Differences differences;
    private long line = 1;
    private boolean differs;

    FileComparison(InputStream in, Differences differences) {
      this.in = in;
      this.differences = differences;
    }

    @Override
    public void part(byte[] expected, int length) throws IOException {
      if (differs) {
        return;
      }
      byte[] there = in.readNBytes(length);
      int at = Arrays.mismatch(there, 0, there.length, expected, 0, length);
      for (int i = 0; i < (at < 0 ? length : at); i++) {
        line += expected[i] == '\n' ? 1 : 0;
      }
      if (at >= 0) {
        differs = true;
        differences.add(
            "winners.csv, line %d: it is not the winner that was counted, of agency %s",
            line, agencyAt(expected, at));
      }
    }

    private static String agencyAt(byte[] lines, int at) {
      int from = at;
      while (from > 0 && lines[from - 1] != '\n') {
        from--;
      }
      int to = from;
      while (to < lines.length && lines[to] != ',') {
        to++;
      }
      return new String(lines, from, to - from, StandardCharsets.US_ASCII);
    }

    void end() throws IOException {
      if (!differs && in.read() >= 0) {
        differences.add("winners.csv, line %d: no further winner was counted", line);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
