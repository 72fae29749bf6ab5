package loteria.worker.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loteria.worker.ledger.DiskEvent.Force;
import loteria.worker.ledger.DiskEvent.Note;
import loteria.worker.ledger.DiskEvent.Target;
import loteria.worker.ledger.DiskEvent.Write;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a turn does when the redo log has no place for it, and how it comes to have one. */
@Timeout(60)
class LogRoomTest {
  private static final int AGENCIES = LogTurns.AGENCIES;

  private final MemoryDisk disk = new MemoryDisk();
  private final LogTurns turns = new LogTurns(disk);

  @Test
  void aSegmentIsNotWrittenOverBeforeTheFilesAreForced() throws IOException {
    Store store = disk.open(AGENCIES);
    List<Long> places = new ArrayList<>();
    while (places.size() < 1000 && turns.forcesOf(store, turns.small(1)).equals(LogTurns.LOG)) {
      places.add(turns.entriesWrittenAt().getLast());
    }
    assertTrue(places.size() < 1000, "no end is found");
    assertTrue(places.getLast() > 4096 + MemoryDisk.SEGMENT_BYTES, "the second segment is full");
    assertEquals(
        LogTurns.LOG, turns.forcesOf(store, turns.small(1)), "that turn had the files forced");
    assertEquals(places.getFirst(), turns.entriesWrittenAt().getLast());
  }

  /** It need not outlive a loss of power: no session does. What its answer counts must. */
  @Test
  void aSessionThatBeginsForcesOnlyWhatOthersMayNotHave() throws IOException {
    Store store = disk.open(AGENCIES);
    Store dying = disk.open(AGENCIES);
    turns.forcesOf(store, turns.small(1));
    assertEquals(List.of(), turns.forcesOf(store, Batches.open(new AgencySession(2), 2)));
    disk.before(
        event -> {
          if (event instanceof DiskEvent.Force) {
            throw new Killed();
          }
        });
    assertThrows(Killed.class, () -> dying.carryOut(List.of(turns.small(1))));
    disk.before(_ -> {});
    var open = Batches.open(new AgencySession(2), 1);
    assertEquals(LogTurns.LOG, turns.forcesOf(store, open));
    assertEquals(2, ((Admission.Admitted) open.admission().join()).standing().lastBatch());
    assertEquals(List.of(), turns.forcesOf(store, Batches.open(new AgencySession(3), 1)));
  }

  @Test
  void aCheckpointInTimeMakesRoom() throws IOException {
    Store store = disk.open(AGENCIES);
    int checkpoints = 0;
    for (int i = 0; i < 200; i++) {
      assertEquals(LogTurns.LOG, turns.forcesOf(store, turns.small(1)));
      Store.Checkpoint checkpoint = store.checkpoint();
      if (checkpoint != null) {
        int begin = disk.events().size();
        checkpoint.run();
        assertEquals(LogTurns.FILES, turns.forces(begin));
        checkpoints++;
      }
    }
    assertTrue(checkpoints > 5 && checkpoints < 50, checkpoints + " checkpoints");
  }

  /** Whoever began the segment may have died. */
  @Test
  void aCheckpointThatIsLateIsAnothersToo() throws IOException {
    Store one = disk.open(AGENCIES);
    Store other = disk.open(AGENCIES);
    while (one.checkpoint() == null) {
      turns.forcesOf(one, turns.small(1));
    }
    turns.forcesOf(other, turns.small(2));
    assertNull(other.checkpoint());
    int more = 0;
    while (other.checkpoint() == null) {
      assertEquals(LogTurns.LOG, turns.forcesOf(other, turns.small(2)));
      more++;
    }
    assertTrue(more > 3, more + " turns more");
  }

  /** What is written while it forces need not be on disk after. */
  @Test
  void aCheckpointCountsWhatWasThereWhenItBegan() throws IOException {
    Store one = disk.open(AGENCIES);
    Store other = disk.open(AGENCIES);
    while (one.checkpoint() == null) {
      turns.forcesOf(one, turns.small(1));
    }
    Store.Checkpoint checkpoint = one.checkpoint();
    disk.before(
        event -> {
          disk.before(_ -> {});
          assertEquals(new Force(Target.BETS), event);
          fillSecondSegment(other);
          assertEquals(LogTurns.LOG, turns.forcesOf(one, Batches.look(1)));
        });
    assertNotNull(checkpoint);
    checkpoint.run();
    assertEquals(LogTurns.LOG, turns.forcesOf(one, turns.small(1)));
    assertTrue(
        turns.entriesWrittenAt().getLast() < 4096 + MemoryDisk.SEGMENT_BYTES, "the first again");
    assertNotNull(one.checkpoint());
  }

  private void fillSecondSegment(Store store) throws IOException {
    List<Long> places;
    do {
      assertEquals(LogTurns.LOG, turns.forcesOf(store, turns.small(2)));
      places = turns.entriesWrittenAt();
    } while (places.getLast() + 2 * (places.getLast() - places.get(places.size() - 2))
        < 4096 + 2 * MemoryDisk.SEGMENT_BYTES);
  }

  @Test
  void afterACheckpointThatFailedNoTurnSucceeds() throws IOException {
    Store store = disk.open(AGENCIES);
    turns.forcesOf(store, turns.small(1));
    while (store.checkpoint() == null) {
      turns.forcesOf(store, turns.small(1));
    }
    Store.Checkpoint checkpoint = store.checkpoint();
    var failed = new IOException("Input/output error");
    disk.before(
        event -> {
          if (event.equals(new Force(Target.JOURNAL))) {
            throw failed;
          }
        });
    assertNotNull(checkpoint);
    assertSame(failed, assertThrows(IOException.class, checkpoint::run));
    disk.before(_ -> {});
    int begin = disk.events().size();
    for (Order.Append append : List.of(turns.small(1), turns.large(2))) {
      var again = assertThrows(IOException.class, () -> store.carryOut(List.of(append)));
      assertSame(failed, again.getCause());
      assertFalse(append.reply().isDone());
    }
    assertThrows(IOException.class, store::settle);
    assertEquals(List.of(), turns.forces(begin));
  }

  @Test
  void aLogThatFindsNoRoomIsDoneWithout() throws IOException {
    Store store = disk.open(AGENCIES);
    for (int room : new int[] {0, 1, 39, 40, 100, 150}) {
      disk.before(
          event -> {
            if (event instanceof Write write && write.target() == Target.REDO) {
              disk.apply(write.torn(room));
              throw new IOException("No space left on device");
            }
          });
      var append = turns.small(1);
      assertEquals(LogTurns.FILES, turns.forcesOf(store, append));
      assertEquals(Batches.ack(append), append.reply().join());
      disk.before(_ -> {});
      assertEquals(LogTurns.LOG, turns.forcesOf(store, turns.small(1)));
    }
    disk.before(
        event -> {
          if (event instanceof Note) {
            throw new IOException("No space left on device");
          }
        });
    assertEquals(LogTurns.FILES, turns.forcesOf(store, turns.small(1)));
  }

  @Test
  void aLogIsNotMadeOrBegunWhereThereIsNoRoomAndBetsAreTakenAllTheSame() throws IOException {
    disk.open(AGENCIES).close();
    var full = new MemoryDisk(disk.bets(), disk.journal());
    full.before(
        event -> {
          if (event instanceof Write write && write.target() == Target.REDO) {
            throw new IOException("No space left on device");
          }
        });
    Store store = full.open(AGENCIES);
    int begin = full.events().size();
    full.carryOut(store, List.of(Batches.append(1, 1)));
    assertEquals(
        LogTurns.FILES,
        full.events().stream().skip(begin).filter(Force.class::isInstance).toList());
  }

  /** Else what it has, and recovery may have cut, would come back after the next crash. */
  @Test
  void aLogThatCannotBeginAnewKeepsTheLedgerClosed() throws IOException {
    turns.forcesOf(disk.open(AGENCIES), turns.small(1));
    disk.before(
        event -> {
          if (event instanceof Write write && write.target() == Target.REDO) {
            throw new IOException("No space left on device");
          }
        });
    assertThrows(IOException.class, () -> disk.open(AGENCIES));
    disk.before(_ -> {});
    assertEquals(LogTurns.LOG, turns.forcesOf(disk.open(AGENCIES), turns.small(1)));
  }

  /** Where the disk is nearly full the log leaves the room to the bets. */
  @Test
  void theLogDoesNotGrowWhereRoomIsShort() throws IOException {
    Store store = disk.open(AGENCIES);
    disk.room(32 << 20);
    assertEquals(LogTurns.FILES, turns.forcesOf(store, turns.small(1)));
    disk.room(Long.MAX_VALUE);
    assertEquals(LogTurns.LOG, turns.forcesOf(store, turns.small(1)));
    disk.room(32 << 20);
    assertEquals(LogTurns.LOG, turns.forcesOf(store, turns.small(1)));
  }

  @Test
  void aLogOfAnotherLayoutIsRedoneAndMadeAnew() throws IOException {
    turns.forcesOf(disk.open(AGENCIES), turns.small(1));
    var crashed = new MemoryDisk(new Image(), disk.journal().copy(), disk.redo());
    Store store = crashed.open(AGENCIES, 2 * MemoryDisk.SEGMENT_BYTES);
    assertEquals(1, store.state().of(1).batches());
    assertTrue(crashed.events().contains(new DiskEvent.Truncate(Target.REDO, 0)));
    assertEquals(LogTurns.LOG, new LogTurns(crashed).forcesOf(store, turns.small(1)));
    assertEquals(2, crashed.open(AGENCIES).state().of(1).batches());
  }

  @Test
  void aLogWhoseHeaderIsDamagedIsMadeAnew() throws IOException {
    turns.forcesOf(disk.open(AGENCIES), turns.small(1));
    disk.redo().flip(9, 1);
    Store store = disk.open(AGENCIES);
    assertTrue(disk.events().contains(new DiskEvent.Truncate(Target.REDO, 0)));
    assertEquals(1, store.state().of(1).batches());
    assertEquals(LogTurns.LOG, turns.forcesOf(store, turns.small(1)));
  }
}
