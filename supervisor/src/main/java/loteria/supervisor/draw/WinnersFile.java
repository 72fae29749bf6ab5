package loteria.supervisor.draw;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.DurableFile;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.row.WinnerLines;

/**
 * The file {@code winners.csv}: one {@code agency,document} a line, CRLF, by agency and then in the
 * order the bets were stored. It is there as a whole or not at all, and never in memory as a whole.
 */
final class WinnersFile {
  private final Path path;
  private final Path beside;
  private final FileAccess access;

  /**
   * @param access who may use the file once it is written
   */
  WinnersFile(Path folder, FileAccess access) {
    this.access = access;
    path = folder.resolve(DrawLayout.WINNERS);
    beside = folder.resolve(DrawLayout.WINNERS_NEW);
  }

  /** The number of winners, and the draw that the ledger must have for this file. */
  record Content(WinnerCounts counts, DrawRecord draw) {}

  /** Opens a file beside this one for the winners of this many ranges. */
  FoundWinners found(int ranges) throws IOException {
    return FoundWinners.in(path.resolveSibling(""), ranges);
  }

  /** The free room on the file's disk. */
  long room() {
    return path.resolveSibling("").toFile().getUsableSpace();
  }

  /** Whether there is a file. */
  boolean exists() {
    return Files.exists(path);
  }

  /**
   * Reads the file.
   *
   * @param winningNumber the number drawn
   * @throws IOException if it cannot be read, or a line is malformed
   */
  Content read(int winningNumber) throws IOException {
    return read(path, winningNumber);
  }

  private static Content read(Path file, int winningNumber) throws IOException {
    var counting = new WinnerCounts.Counting();
    var crc = new CRC32C();
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      WinnerLines.visit(
          channel::read,
          0,
          channel.size(),
          (agency, bytes, from, _, to) -> {
            counting.winner(agency);
            crc.update(bytes, from, to - from);
          });
    }
    WinnerCounts counts = counting.counts();
    return new Content(
        counts, new DrawRecord(winningNumber, Math.toIntExact(counts.all()), (int) crc.getValue()));
  }

  /**
   * Writes the new content beside the file and forces it; {@link #publish} renames it.
   *
   * @param winningNumber the number drawn
   */
  Content write(FoundWinners found, int winningNumber) throws IOException {
    try (FileChannel channel = access.create(beside)) {
      var lines = new LinesByAgency(channel, lengths(found));
      found.visit((agency, bytes, from, _, to) -> lines.add(agency, bytes, from, to));
      lines.end();
      channel.force(true);
    }
    return read(beside, winningNumber);
  }

  /** Renames the written file to its name; returns once that is on disk. */
  void publish() throws IOException {
    Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
    DurableFile.forceFolder(path.resolveSibling("."));
  }

  /** How many bytes the lines of each agency have together, by agency. */
  private static long[] lengths(FoundWinners found) throws IOException {
    long[][] lengths = {new long[1]};
    found.visit(
        (agency, _, from, _, to) -> {
          if (agency >= lengths[0].length) {
            lengths[0] = Arrays.copyOf(lengths[0], Math.max(agency + 1, lengths[0].length * 2));
          }
          lengths[0][agency] += to - from;
        });
    return lengths[0];
  }
}
