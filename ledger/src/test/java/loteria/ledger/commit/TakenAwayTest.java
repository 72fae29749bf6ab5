package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import loteria.ledger.log.TestLogs;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.LedgerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a log is taken away where an entry ends: what is left looks as if a crash left it. */
@Timeout(120)
class TakenAwayTest {
  private static final int AGENCIES = 2;
  private static final int BATCHES = 12;
  private static final int SEGMENT_BYTES = 8 * TestLogs.ALIGNMENT;

  private final Turns turns = new Turns(AGENCIES);
  private final MemoryDisk disk = turns.disk();

  @Test
  void ofALogThatWasEndedInOrderNothingMayBeMissing() throws IOException {
    store();
    turns.ledger().end();
    assertEveryEndIsMissed(turns.ledger().state().end());
  }

  @Test
  void ofALogWhoseServerWasKilledWhileItHadNothingToDoNothingMayBeMissing() throws IOException {
    store();
    turns.carryOut();
    assertEveryEndIsMissed(turns.ledger().state().end());
  }

  @Test
  void ofALogThatIsWrittenToNothingMayBeMissingThatWasOnDiskATurnAgo() throws IOException {
    store();
    long end = turns.ledger().state().end();
    turns.carryOut(MadeUpBatches.append(1, BATCHES + 1));
    assertEveryEndIsMissed(end);
  }

  @Test
  void withoutItsMarkALogIsRefusedAndWithAnEmptyOneItIsTakenAsItIs() throws IOException {
    store();
    MemoryDisk missing = copy();
    missing.names().remove(TestLogs.MARK);
    assertRefused(missing, "mark");
    MemoryDisk changed = copy();
    mark(changed).flip(30, 1);
    assertRefused(changed, "mark");
    MemoryDisk empty = copy();
    mark(empty).resize(0);
    LedgerState state = empty.open(AGENCIES).state();
    assertEquals(turns.ledger().state().rows(), state.rows());
    assertTrue(empty.verify().isSound());
  }

  /** Else the file would grow again behind a hole, and what is stored from there on be lost. */
  @Test
  void aLogThatIsCutWhileItIsWrittenToTakesNothingMore() throws IOException {
    store();
    int newest = disk.names().headMap(TestLogs.MARK).lastEntry().getValue();
    disk.files().get(newest).resize(0);
    assertThrows(
        DamagedLogException.class, () -> turns.carryOut(MadeUpBatches.append(1, BATCHES + 1)));
  }

  @Test
  void aBetsFileThatIsCutWhileItIsWrittenToIsWrittenByTheNextStart() throws IOException {
    store();
    Image bets = disk.bets();
    String whole = bets.text(0, bets.size());
    bets.resize(bets.size() / 2);
    var failed = MadeUpBatches.append(1, BATCHES + 1);
    assertThrows(IOException.class, () -> turns.carryOut(failed));
    assertFalse(failed.answer().isDone());
    disk.nextRun(2);
    disk.open(AGENCIES);
    assertEquals(whole, bets.text(0, bets.size()));
    assertTrue(disk.verify().isSound());
  }

  private void store() throws IOException {
    for (int id = 1; id <= BATCHES; id++) {
      turns.carryOut(MadeUpBatches.append(1, id), MadeUpBatches.append(2, id));
    }
    assertTrue(turns.ledger().state().end() > 2 * SEGMENT_BYTES, "segments");
  }

  private void assertEveryEndIsMissed(long end) throws IOException {
    for (long left = 0; left < end; left += TestLogs.ALIGNMENT) {
      assertRefused(cut(left, false), "position");
      assertRefused(cut(left, true), "position");
    }
    assertEquals(List.of(), copy().verify().problems());
  }

  private static void assertRefused(MemoryDisk disk, String word) throws IOException {
    assertFalse(disk.verify().isSound());
    var refused = assertThrows(DamagedLogException.class, () -> disk.open(AGENCIES));
    assertTrue(String.valueOf(refused.getMessage()).contains(word), refused.getMessage());
  }

  /**
   * The disk with a log that ends sooner.
   *
   * @param isBlank whether the files are as long as they were
   */
  private MemoryDisk cut(long end, boolean isBlank) {
    MemoryDisk cut = copy();
    cut.names()
        .forEach(
            (name, file) -> {
              if (!name.equals(TestLogs.MARK)) {
                Image segment = cut.files().get(file);
                int size = segment.size();
                long left = end - Long.parseUnsignedLong(name, 16);
                segment.resize(Math.clamp(left, 0, size));
                segment.resize(isBlank ? size : segment.size());
              }
            });
    return cut;
  }

  private MemoryDisk copy() {
    return CrashStates.State.of(disk).disk(2);
  }

  private static Image mark(MemoryDisk disk) {
    return disk.files().get(disk.names().getOrDefault(TestLogs.MARK, -1));
  }
}
