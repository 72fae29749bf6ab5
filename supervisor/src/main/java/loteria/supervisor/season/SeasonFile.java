package loteria.supervisor.season;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.DurableFile;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.row.Sha256;
import loteria.supervisor.status.PastDraw;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code FIRST+draws.csv} beside the folders of the draws: those that a server has held
 * one after another, in order, the last of which is the current one. FIRST is the draw that the
 * server was started with. There is no file before the second draw. Written by the server that has
 * the current draw's folder.
 *
 * <p>A line has name, time of closing, bets, seal, number drawn and winners; of the current draw
 * the last four are empty. What became of a draw is in its own log: this is for people.
 */
public final class SeasonFile {
  /** No draw's name has a plus. */
  private static final String ENDING = "+draws.csv";

  private static final String NAMES = "draw,closes_at,bets,seal,number,winners";

  private final Path path;
  private final String first;

  private SeasonFile(Path data, String first) {
    this.path = data.resolve(first + ENDING);
    this.first = first;
  }

  /**
   * The file of the season that a draw belongs to; it need not exist.
   *
   * @param data the folder of the draws' folders
   * @param draw any draw of the season
   */
  public static SeasonFile of(Path data, String draw) throws IOException {
    var own = new SeasonFile(data, draw);
    if (!Files.isReadable(data) || Files.exists(own.path)) {
      return own;
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(data, file -> file.toString().endsWith(ENDING))) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        var other = new SeasonFile(data, name.substring(0, name.length() - ENDING.length()));
        if (other.draws().stream().anyMatch(one -> one.name().equals(draw))) {
          return other;
        }
      }
    }
    return own;
  }

  /** The draw that the server was started with. */
  public String first() {
    return first;
  }

  /** The draws in order, the current one last; none if there has been only the first. */
  public List<HeldDraw> draws() throws IOException {
    String text;
    try {
      text = Files.readString(path, StandardCharsets.US_ASCII);
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (CharacterCodingException _) {
      throw new DamagedListException(path + " is no list of draws");
    }
    List<String> lines = text.lines().toList();
    if (lines.size() < 2 || !lines.getFirst().equals(NAMES) || !text.endsWith("\n")) {
      throw new DamagedListException(path + " is no list of draws");
    }
    List<HeldDraw> draws = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      draws.add(draw(lines.get(i), i + 1, i == lines.size() - 1));
    }
    return draws;
  }

  private HeldDraw draw(String line, int number, boolean isLast) throws IOException {
    String[] fields = line.split(",", -1);
    try {
      if (fields.length == 6 && DrawLayout.isName(fields[0])) {
        Instant closesAt = fields[1].isEmpty() ? null : Instant.parse(fields[1]);
        if (!isLast) {
          return new HeldDraw(fields[0], closesAt, past(fields));
        }
        if (line.endsWith(",,,,")) {
          return new HeldDraw(fields[0], closesAt, null);
        }
      }
    } catch (DateTimeException | IllegalArgumentException _) {
      // As with another number of fields.
    }
    throw new DamagedListException(
        String.format(Locale.ROOT, "%s has a malformed line %d: '%s'", path, number, line));
  }

  private static PastDraw past(String[] fields) {
    String seal = fields[3].isEmpty() ? null : Sha256.parse(fields[3]).toString();
    return new PastDraw(
        fields[0],
        Long.parseLong(fields[2]),
        seal,
        Integer.parseInt(fields[4]),
        Integer.parseInt(fields[5]));
  }

  /** Replaces the file, durably. */
  public void write(List<HeldDraw> draws, FileAccess access) throws IOException {
    var text = new StringBuilder(NAMES).append('\n');
    for (HeldDraw draw : draws) {
      text.append(line(draw)).append('\n');
    }
    DurableFile.replace(path, text.toString().getBytes(StandardCharsets.US_ASCII), access);
  }

  private static String line(HeldDraw draw) {
    PastDraw past = draw.past();
    return String.join(
        ",",
        draw.name(),
        text(draw.closesAt()),
        past == null ? "" : Long.toString(past.bets()),
        past == null ? "" : text(past.seal()),
        past == null ? "" : String.format(Locale.ROOT, "%04d", past.winningNumber()),
        past == null ? "" : Integer.toString(past.winners()));
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
