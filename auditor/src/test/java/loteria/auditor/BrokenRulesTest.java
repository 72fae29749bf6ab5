package loteria.auditor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs with correct checksums that break a rule: as a faulty server, or a forger, would write. */
@Timeout(60)
class BrokenRulesTest {
  private static final FormatRecord CLOSED = FormatRecord.intakeClosed();

  @TempDir Path folder;

  @Test
  void batchesHaveNoGapAndNoRepeat() throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(draw.batch(1, "1:1"));
    byte[] rows = MadeDraw.row(1, "2", "2").getBytes(StandardCharsets.UTF_8);
    draw.turn(FormatRecord.batch(1, 3, 1, rows, 7), FormatRecord.batch(1, 3, 1, rows, 7));
    assertDiffers(
        draw,
        "log, agency 1, batch 3: it comes after batch 1",
        "log, agency 1, batch 3: it comes after batch 3");
  }

  @Test
  void nothingIsStoredAfterTheClosing() throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(CLOSED, draw.batch(1, "1:1"));
    assertDiffers(draw, "log, agency 1, batch 1: it comes after the closing");
  }

  @Test
  void nothingIsStoredAfterTheSealOrTheDraw() throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(CLOSED, draw.sealed(), draw.batch(1, "1:1"));
    assertDiffers(
        draw,
        "log, agency 1, batch 1: it comes after the seal",
        "the log's seal is of 0 agencies, counted are 1",
        "the log's seal is ");
  }

  @Test
  void nothingIsStoredAfterTheDraw() throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(draw.drawn(1), draw.batch(1, "1:2"));
    assertDiffers(draw, "log, agency 1, batch 1: it comes after the draw");
  }

  @Test
  void nothingIsStoredOfAnAgencyThatHasFinished() throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(draw.finished(1), draw.batch(1, "1:1"));
    assertDiffers(draw, "log, agency 1, batch 1: it comes after the agency's end");
  }

  @Test
  void anAgencyFinishesOnceWithWhatIsStored() throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(draw.batch(1, "1:1"), FormatRecord.finished(1, 1, 2), draw.finished(1));
    assertDiffers(
        draw,
        "log, agency 1: it ends with 1 batches and 2 bets, counted are 1 and 1",
        "log, agency 1: it ends twice");
  }

  @Test
  void aSealComesAfterTheClosingAndANumberAfterTheSeal() throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(draw.sealed());
    draw.turn(CLOSED);
    draw.turn(FormatRecord.numberDrawn(1), FormatRecord.numberDrawn(1));
    assertDiffers(
        draw,
        "log position 4096: a seal comes before the closing",
        "log position 12288: a second number");
  }

  @Test
  void aNumberWithoutASealIsADifference() throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(CLOSED, FormatRecord.numberDrawn(1));
    assertDiffers(draw, "log position 4096: a number comes before the seal");
  }

  @Test
  void closingSealAndDrawAreThereOnce() throws IOException {
    var draw = new MadeDraw(folder);
    FormatRecord drawn = draw.drawn(1);
    draw.turn(CLOSED, CLOSED, draw.sealed(), draw.sealed(), drawn, drawn, CLOSED);
    assertDiffers(
        draw,
        "log position 4096: the intake was closed before",
        "log position 4096: a second seal",
        "log position 4096: a second draw",
        "log position 4096: the intake was closed before");
  }

  @Test
  void theDrawHasTheNumberThatWasDrawn() throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(draw.batch(1, "1:1", "2:2"));
    draw.turn(CLOSED, draw.sealed(), FormatRecord.numberDrawn(1), draw.drawn(2));
    assertDiffers(
        draw, "log position 8192: the draw has another number", "the log's draw has CRC32C ");
  }

  @Test
  void theDrawHasAllWinnersAndNoOthers() throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(draw.batch(1, "1:1", "2:1"));
    String winners = "1,1\r\n";
    draw.turn(FormatRecord.drawn(1, 1, winners.getBytes(StandardCharsets.US_ASCII)));
    Files.writeString(folder.resolve("winners.csv"), winners);
    assertDiffers(
        draw,
        "winners.csv, agency 1: it has 1 winners, counted are 2",
        "winners.csv, line 2: it is not the winner that was counted, of agency 1",
        "the log's draw has 1 winners, counted are 2",
        "the log's draw has CRC32C ");
  }

  @Test
  void aRowOfAnotherAgencyIsADifference() throws IOException {
    assertRowsDiffer(MadeDraw.row(2, "5", "5"), 1, "row 1 is of another agency");
  }

  @Test
  void aRowHasSixFields() throws IOException {
    assertRowsDiffer("1,Ana,Paz,5,1990-05-17\r\n", 1, "row 1 has 5 fields");
  }

  @Test
  void aNumberIsFrom0To9999() throws IOException {
    assertRowsDiffer(MadeDraw.row(1, "5", "10000"), 1, "row 1 has no number from 0 to 9999");
    assertRowsDiffer(MadeDraw.row(1, "5", "-1"), 1, "row 1 has no number from 0 to 9999");
    assertRowsDiffer(MadeDraw.row(1, "5", ""), 1, "row 1 has no number from 0 to 9999");
  }

  @Test
  void aRecordCountsItsRows() throws IOException {
    assertRowsDiffer(MadeDraw.row(1, "5", "5"), 2, "it has 1 rows, its record names 2");
    assertRowsDiffer("1,\"Ana,Paz,5,1990-05-17,5\r\n", 1, "row 1 is not CSV in UTF-8");
    assertRowsDiffer("1,Ana,Paz,5,1990-05-17,5\n", 1, "a row does not end with CR LF");
    assertRowsDiffer("1,Ana,Paz,5,1990-05-17,5", 1, "a row does not end with CR LF");
  }

  @Test
  void aBatchOfASessionThatIsNotTheNewestDoesNotCount() throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(FormatRecord.opened(1, 8), draw.batch(1, "1:1"));
    assertDiffers(draw, "log, agency 1, batch 1: it is of a session that is not the newest");
  }

  @Test
  void aStateHasWhatIsBeforeIt() throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(draw.batch(1, "1:1"));
    // Made, but not appended: the state has it all the same.
    draw.batch(1, "2:2");
    draw.turn(FormatRecord.intakeClosed());
    draw.nextSegment();
    assertDiffers(
        draw,
        "log position 67108864: the state does not have what was counted before it: ROWS_STATE",
        "log position 67108864: the state has 2 batches and 2 bets of agency 1, counted are 1 and"
            + " 1",
        "log position 67108864: the state does not have what was counted before it: INTAKE_CLOSED");
  }

  @Test
  void anotherSealIsADifference() throws IOException {
    MadeDraw draw = MadeDraw.completed(folder);
    AuditRun audit = AuditRun.of(folder, "--seal", "0".repeat(64));
    assertEquals(1, audit.code());
    assertEquals(
        List.of("differs: --seal is " + "0".repeat(64) + ", counted is " + draw.seal()),
        audit.differences());
  }

  private void assertRowsDiffer(String rows, int count, String flaw) throws IOException {
    Path own = Files.createTempDirectory(folder, "draw");
    var draw = new MadeDraw(own);
    byte[] bytes = rows.getBytes(StandardCharsets.UTF_8);
    draw.turn(FormatRecord.batch(1, 1, count, bytes, 7));
    draw.log.mark(draw.log.position());
    AuditRun audit = AuditRun.of(own);
    assertEquals(List.of("differs: log, agency 1, batch 1: " + flaw), audit.differences());
  }

  /** Requires exactly these differences, by how they begin. */
  private void assertDiffers(MadeDraw draw, String... differences) throws IOException {
    draw.log.mark(draw.log.position());
    AuditRun audit = AuditRun.of(folder);
    assertEquals(1, audit.code(), audit::toString);
    assertFalse(audit.agrees());
    List<String> found = audit.differences();
    assertEquals(differences.length, found.size(), audit::toString);
    for (int i = 0; i < differences.length; i++) {
      String expected = "differs: " + differences[i];
      assertTrue(found.get(i).startsWith(expected), expected + " in " + audit);
    }
  }
}
