package loteria.auditor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an audit prints of a draw in order, at each step of it. */
@Timeout(60)
class AuditTest {
  @TempDir Path folder;

  @Test
  void aCompleteDrawAgrees() throws IOException {
    MadeDraw draw = MadeDraw.completed(folder);
    AuditRun audit = AuditRun.of(folder, "--seal", draw.seal().toUpperCase(Locale.ROOT));
    assertEquals(
        List.of(
            "read: the log up to position " + draw.log.position() + ", where it was ended in order",
            "totals: 2 agencies, 4 batches, 7 bets, "
                + Files.size(folder.resolve("bets.csv"))
                + " bytes",
            "seal: " + draw.seal(),
            "number: 12",
            "winners: 4, agency 1: 2, agency 3: 2",
            "compared: log, bets.csv, the log's seal, seal.csv, --seal, the log's draw,"
                + " winners.csv",
            "agrees"),
        audit.lines());
    assertEquals(0, audit.code());
  }

  @Test
  void beforeTheSealTotalsAndAPreliminarySealAreThere() throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(draw.batch(1, "1:1"), draw.batch(2, "2:2"));
    draw.writeFiles();
    AuditRun audit = AuditRun.of(folder);
    assertEquals(0, audit.code(), audit::toString);
    assertTrue(audit.has("totals: 2 agencies, 2 batches, 2 bets"), audit::toString);
    assertTrue(audit.has("seal: " + draw.seal() + ", not sealed yet"), audit::toString);
    assertTrue(audit.has("read: the log up to position 8192, its end now"), audit::toString);
    assertFalse(audit.has("number") || audit.has("winners"), audit::toString);
  }

  @Test
  void betweenSealAndNumberNoNumberIsNeededOrPrinted() throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(draw.batch(1, "1:1"));
    draw.turn(FormatRecord.intakeClosed());
    draw.turn(draw.sealed());
    Files.writeString(folder.resolve("seal.csv"), draw.sealCsv());
    draw.writeFiles();
    AuditRun audit = AuditRun.of(folder);
    assertTrue(audit.agrees(), audit::toString);
    assertTrue(audit.lines().contains("seal: " + draw.seal()), audit::toString);
    assertFalse(audit.has("number") || audit.has("winners"), audit::toString);
  }

  @Test
  void afterTheNumberTheWinnersAreFoundBeforeTheServerHasPublishedThem() throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(draw.batch(1, "1:1", "2:0001"));
    draw.turn(FormatRecord.intakeClosed());
    draw.turn(draw.sealed());
    draw.turn(FormatRecord.numberDrawn(1));
    draw.writeFiles();
    AuditRun audit = AuditRun.of(folder);
    assertTrue(audit.agrees(), audit::toString);
    assertTrue(audit.has("winners: 2, agency 1: 2"), audit::toString);
    assertTrue(audit.has("not there: seal.csv, the log's draw"), audit::toString);
  }

  @Test
  void aDrawWhoseNumberWasKnownFromTheStartHasNoSeal() throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(draw.batch(1, "1:7574", "2:757"), draw.finished(1));
    draw.turn(draw.drawn(7574));
    Files.writeString(folder.resolve("winners.csv"), draw.winnersCsv(7574));
    draw.writeFiles();
    AuditRun audit = AuditRun.of(folder);
    assertTrue(audit.agrees(), audit::toString);
    assertTrue(audit.has("seal: " + draw.seal() + ", of a draw without a seal"), audit::toString);
    assertTrue(audit.has("winners: 1, agency 1: 1"), audit::toString);
  }

  @Test
  void aLogAloneIsEnough() throws IOException {
    MadeDraw.completed(folder);
    for (String file : List.of("bets.csv", "seal.csv", "winners.csv")) {
      Files.delete(folder.resolve(file));
    }
    AuditRun audit = AuditRun.of(folder);
    assertTrue(audit.agrees(), audit::toString);
    assertTrue(
        audit.lines().contains("not there: bets.csv, seal.csv, winners.csv"), audit::toString);
  }

  @Test
  void noBetsAtAllAreSealedAndDrawnToo() throws IOException {
    var draw = new MadeDraw(folder);
    draw.complete(0);
    AuditRun audit = AuditRun.of(folder);
    assertTrue(audit.agrees(), audit::toString);
    assertTrue(audit.lines().contains("winners: 0"), audit::toString);
  }

  /** As while a server appends: the rows come first, and the entry may be there in part. */
  @Test
  void anUnfinishedWriteBehindTheMarkIsNotADifference() throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(draw.batch(1, "1:1"));
    long whole = draw.log.position();
    draw.writeFiles();
    AuditRun before = AuditRun.of(folder);
    String[] many = new String[300];
    Arrays.setAll(many, i -> i + ":1");
    draw.turn(draw.batch(1, many));
    draw.writeFiles();
    draw.log.mark(whole);
    Path segment = folder.resolve("log/0000000000000000");
    byte[] bytes = Files.readAllBytes(segment);
    for (int end : new int[] {(int) whole + 4096, (int) whole + 8192, bytes.length - 4096}) {
      byte[] torn = bytes.clone();
      Arrays.fill(torn, end, torn.length, (byte) 0);
      Files.write(segment, torn);
      AuditRun audit = AuditRun.of(folder);
      assertTrue(audit.agrees(), audit::toString);
      assertTrue(audit.has("bets.csv: "), audit::toString);
      assertEquals(before.lines().get(1), audit.lines().get(1));
    }
  }

  @Test
  void badArgumentsAreOneLineAndCode2() throws IOException {
    MadeDraw.completed(folder);
    for (String[] args :
        List.of(
            new String[] {},
            new String[] {"/does/not/exist"},
            new String[] {folder.toString(), folder.toString()},
            new String[] {folder.toString(), "--seal", "12"},
            new String[] {folder.toString(), "--seal"},
            new String[] {folder.toString(), "--number", "1"})) {
      AuditRun audit = AuditRun.of(args);
      assertEquals(2, audit.code(), audit::toString);
      assertEquals(1, audit.lines().size(), audit::toString);
      assertTrue(audit.has("auditor: "), audit::toString);
    }
  }

  @Test
  void helpFitsATerminal() {
    AuditRun help = AuditRun.of("--help");
    assertEquals(0, help.code());
    assertEquals(List.of(), help.lines().stream().filter(line -> line.length() > 80).toList());
    assertEquals(help, AuditRun.of("help"));
    assertEquals(0, AuditRun.of("--version").code());
  }

  @Test
  void anotherVersionsLogIsNotJudged() throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(FormatRecord.of(15, 0, 0, 0, 0, 0, 0));
    draw.writeFiles();
    assertOtherVersion("a record of the unknown kind 15");
  }

  @Test
  void anotherVersionsEntryIsNotJudged() throws IOException {
    var draw = new MadeDraw(folder);
    draw.log.append(4, List.of());
    draw.writeFiles();
    assertOtherVersion("an entry of the unknown kind 4");
  }

  private void assertOtherVersion(String what) {
    AuditRun audit = AuditRun.of(folder);
    assertEquals(2, audit.code(), audit::toString);
    assertTrue(audit.lines().getLast().contains(what), audit::toString);
    assertTrue(audit.lines().getLast().contains("another version"), audit::toString);
    assertFalse(audit.agrees());
  }

  @Test
  void theSealIsThatOfAStandardTool() throws IOException {
    MadeDraw draw = MadeDraw.completed(folder);
    String bets = Files.readString(folder.resolve("bets.csv"));
    String ofAgency3 =
        bets.lines()
            .filter(line -> line.startsWith("3,"))
            .map(line -> line + "\r\n")
            .collect(Collectors.joining());
    String digest = MadeDraw.sha256(ofAgency3.getBytes(StandardCharsets.UTF_8));
    assertTrue(draw.sealCsv().endsWith("3,2,4," + digest + "\n"), draw.sealCsv());
  }
}
