package loteria.auditor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A draw that is made for a test, entry by entry, with the files beside the log. It counts by
 * itself, in the simplest way.
 */
final class MadeDraw {
  final Path folder;
  final FormatWriter log;
  private final ByteArrayOutputStream bets = new ByteArrayOutputStream();
  private final Map<Integer, Agency> agencies = new TreeMap<>();
  private final List<FormatRecord> once = new ArrayList<>();

  private static final class Agency {
    private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
    private final List<String> documents = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    private long batches;
    private int end;
  }

  /** An empty log with its first state. */
  MadeDraw(Path folder) throws IOException {
    this.folder = folder;
    this.log = new FormatWriter(folder);
    state(List.of());
  }

  static String row(int agency, String document, String number) {
    return agency + ",\"Ana, \"\"la\"\"\",Muñoz," + document + ",1990-05-17," + number + "\r\n";
  }

  /** The record of the next batch of an agency, each bet a document, a colon and a number. */
  FormatRecord batch(int agency, String... betsOfBatch) {
    Agency made = agencies.computeIfAbsent(agency, _ -> new Agency());
    var rows = new StringBuilder();
    for (String bet : betsOfBatch) {
      String[] parts = bet.split(":", -1);
      rows.append(row(agency, parts[0], parts[1]));
      made.documents.add(parts[0]);
      made.numbers.add(Integer.parseInt(parts[1]));
    }
    byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
    made.batches++;
    made.rows.writeBytes(bytes);
    bets.writeBytes(bytes);
    return FormatRecord.batch(agency, made.batches, betsOfBatch.length, bytes, 7);
  }

  FormatRecord finished(int agency) {
    Agency made = agencies.computeIfAbsent(agency, _ -> new Agency());
    made.end = 1;
    return FormatRecord.finished(agency, made.batches, made.documents.size());
  }

  void turn(FormatRecord... records) throws IOException {
    log.append(FormatWriter.TURN, List.of(records));
  }

  /** A turn with a record that the states behind it repeat. */
  void turnOnce(FormatRecord record) throws IOException {
    once.add(record);
    turn(record);
  }

  /** Begins the next segment. */
  void nextSegment() throws IOException {
    log.append(FormatWriter.NEXT, List.of());
    state(once);
  }

  private void state(List<FormatRecord> repeated) throws IOException {
    List<FormatRecord> state = new ArrayList<>();
    state.add(FormatRecord.rowsState(bets.toByteArray()));
    state.add(FormatRecord.viewForced(0, 0));
    state.addAll(repeated);
    agencies.forEach(
        (number, made) ->
            state.add(
                FormatRecord.agencyState(
                    number,
                    made.end,
                    made.batches,
                    made.documents.size(),
                    made.rows.toByteArray(),
                    made.batches == 0 ? 0 : 7)));
    log.append(FormatWriter.STATE, state);
  }

  String sealCsv() {
    var text = new StringBuilder("agency,batches,bets,sha256\n");
    agencies.forEach(
        (number, made) -> {
          if (made.batches > 0) {
            text.append(number).append(',').append(made.batches).append(',');
            text.append(made.documents.size()).append(',');
            text.append(sha256(made.rows.toByteArray())).append('\n');
          }
        });
    return text.toString();
  }

  String seal() {
    return sha256(sealCsv().getBytes(StandardCharsets.US_ASCII));
  }

  FormatRecord sealed() {
    return FormatRecord.sealed(
        (int) agencies.values().stream().filter(made -> made.batches > 0).count(), seal());
  }

  String winnersCsv(int number) {
    var text = new StringBuilder();
    agencies.forEach(
        (agency, made) -> {
          for (int i = 0; i < made.numbers.size(); i++) {
            if (made.numbers.get(i) == number) {
              text.append(agency).append(',').append(made.documents.get(i)).append("\r\n");
            }
          }
        });
    return text.toString();
  }

  FormatRecord drawn(int number) {
    String winners = winnersCsv(number);
    byte[] bytes = winners.getBytes(StandardCharsets.US_ASCII);
    return FormatRecord.drawn(number, winners.lines().count(), bytes);
  }

  /** Writes bets.csv and a mark that covers the log. */
  void writeFiles() throws IOException {
    Files.write(folder.resolve("bets.csv"), bets.toByteArray());
    log.mark(log.position());
  }

  /** Closing, seal, number and draw, in two segments, then the end and all files. */
  void complete(int number) throws IOException {
    turnOnce(FormatRecord.intakeClosed());
    turnOnce(sealed());
    nextSegment();
    turnOnce(FormatRecord.numberDrawn(number));
    turnOnce(drawn(number));
    turn(FormatRecord.ended());
    Files.writeString(folder.resolve("seal.csv"), sealCsv());
    Files.writeString(folder.resolve("winners.csv"), winnersCsv(number));
    writeFiles();
  }

  /** A small draw of three agencies that is complete. */
  static MadeDraw completed(Path folder) throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(FormatRecord.opened(3, 7), draw.batch(3, "30000001:7574", "30000002:12"));
    draw.turn(draw.batch(1, "10000001:0012"), draw.batch(3, "30000003:012", "30000004:7574"));
    draw.nextSegment();
    draw.turn(draw.batch(1, "10000002:9999", "10000003:12"), draw.finished(1), draw.finished(2));
    draw.complete(12);
    return draw;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
