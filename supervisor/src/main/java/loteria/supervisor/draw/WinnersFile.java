package loteria.supervisor.draw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import loteria.ipc.wire.Coordination.DrawRecord;
import loteria.ipc.wire.Coordination.Winner;

/**
 * {@code winners.csv}: one {@code agency,document} a line, CRLF, by agency and then in the order
 * the bets were stored. Either there whole or not there.
 */
final class WinnersFile {
  private final Path path;

  WinnersFile(Path folder) {
    path = folder.resolve("winners.csv");
  }

  /** The winners by agency, and what the journal must say of them. */
  record Content(Map<Integer, List<String>> winners, DrawRecord draw) {}

  /** What the file holds for these winners of this number. */
  static Content contentOf(int winningNumber, List<Winner> inFileOrder) {
    Map<Integer, List<String>> winners = new TreeMap<>();
    for (Winner winner : inFileOrder) {
      winners.computeIfAbsent(winner.agency(), _ -> new ArrayList<>()).add(winner.document());
    }
    return new Content(winners, draw(winningNumber, inFileOrder, text(winners)));
  }

  /** How much room there is where the file is. */
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
   * @param winningNumber the number that they won with
   * @throws IOException when it cannot be read, or a line is none of ours
   */
  Content read(int winningNumber) throws IOException {
    byte[] text = Files.readAllBytes(path);
    List<Winner> winners = new ArrayList<>();
    for (String line : new String(text, StandardCharsets.US_ASCII).lines().toList()) {
      winners.add(winner(line));
    }
    return new Content(
        contentOf(winningNumber, winners).winners(), draw(winningNumber, winners, text));
  }

  private static Winner winner(String line) throws IOException {
    int comma = line.indexOf(',');
    try {
      return new Winner(Integer.parseInt(line, 0, comma, 10), line.substring(comma + 1));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IOException("winners.csv has a line that is no winner", e);
    }
  }

  private static DrawRecord draw(int winningNumber, List<Winner> winners, byte[] text) {
    var crc = new CRC32C();
    crc.update(text);
    return new DrawRecord(winningNumber, winners.size(), (int) crc.getValue());
  }

  /** Writes the file; returns once it is on disk under its name. */
  void write(Content content) throws IOException {
    Path beside = path.resolveSibling("winners.csv.new");
    try (var channel =
        FileChannel.open(
            beside,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var text = ByteBuffer.wrap(text(content.winners()));
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    }
    Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
    try (var folder = FileChannel.open(path.resolveSibling("."), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private static byte[] text(Map<Integer, List<String>> winners) {
    var text = new StringBuilder();
    winners.forEach(
        (agency, documents) ->
            documents.forEach(
                document -> text.append(agency).append(',').append(document).append("\r\n")));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
