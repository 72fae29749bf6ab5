package loteria.auditor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Entries and states with correct checksums that do not fit what is before them. */
@Timeout(60)
class BrokenEntriesTest {
  private static final String SECOND = "log segment 0000000000000000, position 4096: ";
  private static final String STATE = "log position 67108864: ";

  @TempDir Path folder;

  @Test
  void anEntryFollowsTheOneBefore() throws IOException {
    var draw = new MadeDraw(folder);
    draw.log.previousCrc++;
    draw.turn(draw.batch(1, "1:1"));
    assertDiffers(draw, SECOND + "the entry does not follow the one before");
  }

  @Test
  void anEntryIsOfTheSameLedger() throws IOException {
    var draw = new MadeDraw(folder);
    draw.log.ledger++;
    draw.turn(draw.batch(1, "1:1"));
    assertDiffers(draw, SECOND + "the entry is of another ledger");
  }

  @Test
  void anEntryNamesNoPositionBehindItself() throws IOException {
    var draw = new MadeDraw(folder);
    draw.log.forcedAhead = 4096;
    draw.turn(draw.batch(1, "1:1"));
    assertDiffers(draw, SECOND + "the entry names a position behind itself as on disk");
  }

  @Test
  void anEntryHasItsRowsBehindThoseBefore() throws IOException {
    var draw = new MadeDraw(folder);
    draw.log.betsAt = 3;
    draw.turn(draw.batch(1, "1:1"));
    assertDiffers(
        draw,
        "log position 4096: its rows begin at byte 3 of bets.csv, those before end at byte 0");
  }

  @Test
  void aSegmentBeginsWithAStateAndHasNoOther() throws IOException {
    var draw = new MadeDraw(folder);
    draw.log.append(FormatWriter.STATE, List.of());
    assertDiffers(draw, SECOND + "a state is within a segment");
  }

  @Test
  void everyByteOfAFooterCounts() throws IOException {
    MadeDraw.completed(folder);
    Path segment = folder.resolve("log/0000000000000000");
    byte[] bytes = Files.readAllBytes(segment);
    for (int at = 2 * 4096 - 8; at < 2 * 4096; at++) {
      bytes[at] ^= 1;
      Files.write(segment, bytes);
      assertEquals(
          List.of("differs: " + SECOND + "the footer is not that of its header"),
          AuditRun.of(folder).differences());
      bytes[at] ^= 1;
    }
  }

  @Test
  void aStateHasTheRowsOfEachAgency() throws IOException {
    MadeDraw draw = withState(FormatRecord.agencyState(1, 0, 1, 1, new byte[0], 7));
    assertDiffers(draw, STATE + "the state has other rows of agency 1 than those before it");
  }

  @Test
  void aStateHasTheEndAndTheSessionOfEachAgency() throws IOException {
    byte[] rows = MadeDraw.row(1, "1", "1").getBytes(StandardCharsets.UTF_8);
    String differs = STATE + "the state has another end or session of agency 1 than was recorded";
    assertDiffers(withState(FormatRecord.agencyState(1, 1, 1, 1, rows, 7)), differs);
  }

  @Test
  void aStateHasEveryAgencyAndNoOther() throws IOException {
    byte[] rows = MadeDraw.row(1, "1", "1").getBytes(StandardCharsets.UTF_8);
    FormatRecord right = FormatRecord.agencyState(1, 0, 1, 1, rows, 7);
    assertDiffers(
        withState(right, FormatRecord.agencyState(2, 0, 0, 0, new byte[0], 0)),
        STATE + "the state has agency 2, of which no record is before it",
        STATE + "the state has 2 agencies, counted are 1");
  }

  @Test
  void aStateWithoutAnAgencyIsADifference() throws IOException {
    assertDiffers(withState(), STATE + "the state has 0 agencies, counted are 1");
  }

  /** Agencies are hashed 200,000 numbers at a time. */
  @Test
  void theSealHasEveryAgencyWhateverItsNumber() throws IOException {
    var draw = new MadeDraw(folder);
    for (int agency : new int[] {1, 200_000, 200_001, 400_000, 400_001, 999_999}) {
      draw.turn(draw.batch(agency, agency + ":1"), draw.batch(agency, agency + ":2"));
    }
    draw.complete(2);
    AuditRun audit = AuditRun.of(folder);
    assertTrue(audit.agrees(), audit::toString);
    assertTrue(audit.has("totals: 6 agencies, 12 batches, 12 bets"), audit::toString);
  }

  /** A batch of agency 1, then a segment that begins with these states of agencies. */
  private MadeDraw withState(FormatRecord... agencies) throws IOException {
    var draw = new MadeDraw(folder);
    draw.turn(draw.batch(1, "1:1"));
    draw.log.append(FormatWriter.NEXT, List.of());
    byte[] rows = MadeDraw.row(1, "1", "1").getBytes(StandardCharsets.UTF_8);
    List<FormatRecord> state = new ArrayList<>();
    state.add(FormatRecord.rowsState(rows));
    state.add(FormatRecord.viewForced(0, 0));
    state.addAll(List.of(agencies));
    draw.log.append(FormatWriter.STATE, state);
    return draw;
  }

  private void assertDiffers(MadeDraw draw, String... differences) throws IOException {
    draw.log.mark(draw.log.position());
    AuditRun audit = AuditRun.of(folder);
    assertEquals(1, audit.code(), audit::toString);
    assertEquals(
        List.of(differences).stream().map(line -> "differs: " + line).toList(),
        audit.differences());
  }
}
