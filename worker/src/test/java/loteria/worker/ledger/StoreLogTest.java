package loteria.worker.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import loteria.worker.ledger.DiskEvent.Force;
import loteria.worker.ledger.DiskEvent.Note;
import loteria.worker.ledger.DiskEvent.Target;
import loteria.worker.ledger.DiskEvent.Write;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a turn forces the redo log, and when both files. */
@Timeout(60)
class StoreLogTest {
  private static final int AGENCIES = LogTurns.AGENCIES;

  private final MemoryDisk disk = new MemoryDisk();
  private final LogTurns turns = new LogTurns(disk);

  @Test
  void aSmallTurnForcesTheLogAlone() throws IOException {
    Store store = disk.open(AGENCIES);
    assertEquals(LogTurns.LOG, turns.forcesOf(store, turns.small(1)));
    assertEquals(LogTurns.LOG, turns.forcesOf(store, turns.small(2)));
  }

  @Test
  void aLargeTurnIsNotLoggedAndForcesBothFiles() throws IOException {
    Store store = disk.open(AGENCIES);
    int begin = disk.events().size();
    assertEquals(LogTurns.FILES, turns.forcesOf(store, turns.large(1)));
    assertTrue(
        disk.events().stream()
            .skip(begin)
            .noneMatch(event -> event instanceof Write write && write.target() == Target.REDO));
    assertEquals(LogTurns.LOG, turns.forcesOf(store, turns.small(1)));
  }

  @Test
  void aRestartedProcessGoesOnWithTheLog() throws IOException {
    assertEquals(LogTurns.LOG, turns.forcesOf(disk.open(AGENCIES), turns.small(1)));
    assertEquals(LogTurns.LOG, turns.forcesOf(disk.open(AGENCIES), turns.small(1)));
  }

  /** Where a process dies between files and log, the log has a gap, and alone is not enough. */
  @Test
  void whoFindsRecordsThatTheLogLacksForcesBothFiles() throws IOException {
    Store one = disk.open(AGENCIES);
    Store other = disk.open(AGENCIES);
    assertEquals(LogTurns.LOG, turns.forcesOf(one, turns.small(1)));
    turns.dieAt(Target.REDO, 10);
    assertEquals(LogTurns.FILES, turns.forcesOf(one, turns.small(2)));
    assertEquals(
        LogTurns.LOG,
        turns.forcesOf(one, turns.small(2)),
        "that the files are forced is known here");
    assertEquals(LogTurns.LOG, turns.forcesOf(other, turns.small(3)), "and is told");
  }

  @Test
  void whoeverElseComesBeforeTheGapIsForcedForcesBothFilesToo() throws IOException {
    Store one = disk.open(AGENCIES);
    Store other = disk.open(AGENCIES);
    turns.dieAt(Target.REDO, 0);
    disk.before(
        event -> {
          if (event instanceof Force && !disk.isLocked()) {
            disk.before(_ -> {});
            assertEquals(LogTurns.FILES, turns.forcesOf(other, turns.small(3)));
          }
        });
    var append = turns.small(2);
    disk.carryOut(one, List.of(append));
    assertEquals(Batches.ack(append), append.reply().join());
  }

  /** It may be whole in the log: but who has not said so may as well have written half. */
  @Test
  void anEntryWithoutANoteIsWrittenOver() throws IOException {
    Store store = disk.open(AGENCIES);
    Store dying = disk.open(AGENCIES);
    disk.before(
        event -> {
          if (event instanceof Note) {
            throw new Killed();
          }
        });
    assertThrows(Killed.class, () -> dying.carryOut(List.of(turns.small(1))));
    disk.before(_ -> {});
    assertEquals(LogTurns.FILES, turns.forcesOf(store, turns.small(2)));
    assertEquals(turns.entriesWrittenAt().get(0), turns.entriesWrittenAt().get(1));
  }

  @Test
  void aLookAtWhatAnotherLoggedForcesTheLog() throws IOException {
    Store store = disk.open(AGENCIES);
    Store dying = disk.open(AGENCIES);
    disk.before(
        event -> {
          if (event instanceof Force) {
            throw new Killed();
          }
        });
    assertThrows(Killed.class, () -> dying.carryOut(List.of(turns.small(1))));
    disk.before(_ -> {});
    assertEquals(LogTurns.LOG, turns.forcesOf(store, Batches.look(1)));
  }

  /** The files as they are then can be copied and the log left out. */
  @Test
  void aSettledLedgerNeedsNoLog() throws IOException {
    Store store = disk.open(AGENCIES);
    turns.forcesOf(store, turns.small(1));
    int begin = disk.events().size();
    store.settle();
    assertTrue(turns.forces(begin).containsAll(LogTurns.FILES));
    Store other = new MemoryDisk(disk.bets(), disk.journal()).open(AGENCIES);
    assertEquals(1, other.state().of(1).batches());
    int restart = disk.events().size();
    disk.open(AGENCIES);
    assertTrue(
        disk.events().stream()
            .skip(restart)
            .noneMatch(event -> event instanceof Write write && write.target() == Target.BETS));
  }

  @Test
  void aJournalThatIsLostBesideEntriesOfTheLogIsNotTakenForANewOne() throws IOException {
    turns.forcesOf(disk.open(AGENCIES), turns.small(1));
    var damaged = new MemoryDisk(new Image(), new Image(), disk.redo());
    var damage = assertThrows(DamagedLedgerException.class, () -> damaged.open(AGENCIES));
    assertEquals("the journal is missing or empty, but the redo log is not", damage.getMessage());
  }
}
