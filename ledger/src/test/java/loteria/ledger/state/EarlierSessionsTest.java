package loteria.ledger.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which sessions a copy of a replicated log knows to have been the newest before. */
@Timeout(60)
class EarlierSessionsTest {
  private static final long SEED = 20_261_128;
  private static final int AGENCIES = 3;

  private final LedgerState state = new LedgerState(AGENCIES);

  private void isCopy() {
    count(new LogRecord.FollowedTo(1, 0));
  }

  private void count(LogRecord record) {
    assertCounts(state.apply(record));
  }

  private static void assertCounts(Verdict verdict) {
    assertInstanceOf(Verdict.Counts.class, verdict);
  }

  private void open(int agency, long... epochs) {
    for (long epoch : epochs) {
      count(new LogRecord.SessionOpened(agency, epoch));
    }
  }

  private static long epoch(int run, int session) {
    return ((long) run << Integer.SIZE) | session;
  }

  @Test
  void noneIsOpenedTwiceNorOneBeforeAnotherOfItsRun() {
    isCopy();
    open(1, epoch(1, 7), epoch(2, 3), epoch(1, 9), epoch(2, 4));
    for (long old : new long[] {epoch(1, 7), epoch(1, 8), epoch(1, 9), epoch(2, 3), epoch(2, 4)}) {
      assertFalse(state.isNewer(1, old), () -> Long.toHexString(old));
      assertInstanceOf(Verdict.Fails.class, state.apply(new LogRecord.SessionOpened(1, old)));
    }
    for (long next : new long[] {epoch(1, 10), epoch(2, 5), epoch(3, 1)}) {
      assertTrue(state.isNewer(1, next), () -> Long.toHexString(next));
      assertTrue(state.isNewer(2, next), "another agency");
    }
  }

  @Test
  void aSnapshotKnowsThemToo() {
    isCopy();
    open(1, epoch(1, 7), epoch(2, 3), epoch(3, 1));
    open(2, epoch(2, 4));
    open(3, epoch(1, 8), epoch(2, 5), epoch(1, 9));
    LedgerState restored = restored();
    assertEquals(snapshot(state), snapshot(restored));
    assertEquals(epoch(3, 1), restored.of(1).epoch());
    for (long old : new long[] {epoch(1, 7), epoch(2, 3), epoch(3, 1)}) {
      assertFalse(restored.isNewer(1, old), () -> Long.toHexString(old));
    }
    assertFalse(restored.isNewer(3, epoch(1, 8)));
    assertTrue(restored.isNewer(3, epoch(2, 6)));
  }

  private static List<LogRecord> snapshot(LedgerState of) {
    List<LogRecord> records = new ArrayList<>();
    of.snapshot(records::add);
    assertEquals(records.size(), of.snapshotRecords());
    return records;
  }

  private LedgerState restored() {
    return restored(state, new LedgerState(AGENCIES));
  }

  private static LedgerState restored(LedgerState from, LedgerState into) {
    into.begin(new MadeUpEntry(0, 1, snapshot(from)), 0);
    return into;
  }

  /** A reader of everything and one that begins with a state know the same. */
  @Test
  void noMoreThanSoManyAreRememberedByAnyReader() {
    var random = new Random(SEED);
    var full = new LedgerState(new AgencyTable(AGENCIES, 4));
    var begun = new LedgerState(new AgencyTable(AGENCIES, 4));
    assertCounts(full.apply(new LogRecord.FollowedTo(1, 0)));
    assertCounts(begun.apply(new LogRecord.FollowedTo(1, 0)));
    for (int i = 1; i < 3000; i++) {
      var open =
          new LogRecord.SessionOpened(
              1 + random.nextInt(AGENCIES), epoch(1 + random.nextInt(6), 1 + random.nextInt(i)));
      assertEquals(full.apply(open).getClass(), begun.apply(open).getClass());
      List<LogRecord> snapshot = snapshot(full);
      assertEquals(snapshot, snapshot(begun), () -> "seed " + SEED);
      assertTrue(snapshot.size() <= 3 + AGENCIES + 4, "rows, view, followed, agencies and four");
      if (random.nextInt(5) == 0) {
        begun = restored(full, new LedgerState(new AgencyTable(AGENCIES, 4)));
      }
    }
  }

  /** However often servers are started, a state is of limited size. */
  @Test
  void fourOfAnAgencyAreRemembered() {
    isCopy();
    for (int run = 1; run <= 10; run++) {
      open(1, epoch(run, 5));
    }
    assertFalse(state.isNewer(1, epoch(10, 5)));
    assertFalse(state.isNewer(1, epoch(6, 5)));
    assertTrue(state.isNewer(1, epoch(5, 5)));
    assertEquals(snapshot(state), snapshot(restored()));
  }

  @Test
  void aLogThatIsNoCopyRemembersNone() {
    open(1, epoch(1, 7), epoch(2, 3));
    assertFalse(state.isNewer(1, epoch(1, 8)));
    assertTrue(state.isNewer(1, epoch(2, 4)));
    assertEquals(3, snapshot(state).size(), "rows, view, agency");
  }
}
