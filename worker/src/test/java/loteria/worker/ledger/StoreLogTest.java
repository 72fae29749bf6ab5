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

/** When a turn forces the redo log, and when both files. */
@Timeout(60)
class StoreLogTest {
  private static final int AGENCIES = 3;
  private static final List<Force> LOG = List.of(new Force(Target.REDO));
  private static final List<Force> FILES =
      List.of(new Force(Target.BETS), new Force(Target.JOURNAL));

  private final MemoryDisk disk = new MemoryDisk();

  /** By agency, the last batch sent. */
  private final int[] sent = new int[AGENCIES + 1];

  @Test
  void aSmallTurnForcesTheLogAlone() throws IOException {
    Store store = disk.open(AGENCIES);
    assertEquals(LOG, forcesOf(store, small(1)));
    assertEquals(LOG, forcesOf(store, small(2)));
  }

  @Test
  void aLargeTurnIsNotLoggedAndForcesBothFiles() throws IOException {
    Store store = disk.open(AGENCIES);
    int begin = disk.events().size();
    assertEquals(FILES, forcesOf(store, large(1)));
    assertTrue(
        disk.events().stream()
            .skip(begin)
            .noneMatch(event -> event instanceof Write write && write.target() == Target.REDO));
    assertEquals(LOG, forcesOf(store, small(1)));
  }

  @Test
  void aRestartedProcessGoesOnWithTheLog() throws IOException {
    assertEquals(LOG, forcesOf(disk.open(AGENCIES), small(1)));
    assertEquals(LOG, forcesOf(disk.open(AGENCIES), small(1)));
  }

  /** Where a process dies between files and log, the log has a gap, and alone is not enough. */
  @Test
  void whoFindsRecordsThatTheLogLacksForcesBothFiles() throws IOException {
    Store one = disk.open(AGENCIES);
    Store other = disk.open(AGENCIES);
    assertEquals(LOG, forcesOf(one, small(1)));
    dieAt(Target.REDO, 10);
    assertEquals(FILES, forcesOf(one, small(2)));
    assertEquals(LOG, forcesOf(one, small(2)), "that the files are forced is known here");
    assertEquals(LOG, forcesOf(other, small(3)), "and is told");
  }

  @Test
  void whoeverElseComesBeforeTheGapIsForcedForcesBothFilesToo() throws IOException {
    Store one = disk.open(AGENCIES);
    Store other = disk.open(AGENCIES);
    dieAt(Target.REDO, 0);
    disk.before(
        event -> {
          if (event instanceof Force && !disk.isLocked()) {
            disk.before(_ -> {});
            assertEquals(FILES, forcesOf(other, small(3)));
          }
        });
    var append = small(2);
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
    assertThrows(Killed.class, () -> dying.carryOut(List.of(small(1))));
    disk.before(_ -> {});
    assertEquals(FILES, forcesOf(store, small(2)));
    assertEquals(entriesWrittenAt().get(0), entriesWrittenAt().get(1));
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
    assertThrows(Killed.class, () -> dying.carryOut(List.of(small(1))));
    disk.before(_ -> {});
    assertEquals(LOG, forcesOf(store, Batches.look(1)));
  }

  @Test
  void aSegmentIsNotWrittenOverBeforeTheFilesAreForced() throws IOException {
    Store store = disk.open(AGENCIES);
    List<Long> places = new ArrayList<>();
    while (places.size() < 1000 && forcesOf(store, small(1)).equals(LOG)) {
      places.add(entriesWrittenAt().getLast());
    }
    assertTrue(places.size() < 1000, "no end is found");
    assertTrue(places.getLast() > 4096 + MemoryDisk.SEGMENT_BYTES, "the second segment is full");
    assertEquals(LOG, forcesOf(store, small(1)), "that turn had the files forced");
    assertEquals(places.getFirst(), entriesWrittenAt().getLast());
  }

  @Test
  void aCheckpointInTimeMakesRoom() throws IOException {
    Store store = disk.open(AGENCIES);
    int checkpoints = 0;
    for (int i = 0; i < 200; i++) {
      assertEquals(LOG, forcesOf(store, small(1)));
      Store.Checkpoint checkpoint = store.checkpoint();
      if (checkpoint != null) {
        int begin = disk.events().size();
        checkpoint.run();
        assertEquals(FILES, forces(begin));
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
      forcesOf(one, small(1));
    }
    forcesOf(other, small(2));
    assertNull(other.checkpoint());
    int turns = 0;
    while (other.checkpoint() == null) {
      assertEquals(LOG, forcesOf(other, small(2)));
      turns++;
    }
    assertTrue(turns > 3, turns + " turns");
  }

  /** What is written while it forces need not be on disk after. */
  @Test
  void aCheckpointCountsWhatWasThereWhenItBegan() throws IOException {
    Store one = disk.open(AGENCIES);
    Store other = disk.open(AGENCIES);
    while (one.checkpoint() == null) {
      forcesOf(one, small(1));
    }
    Store.Checkpoint checkpoint = one.checkpoint();
    disk.before(
        event -> {
          disk.before(_ -> {});
          assertEquals(new Force(Target.BETS), event);
          fillSecondSegment(other);
          assertEquals(LOG, forcesOf(one, Batches.look(1)));
        });
    assertNotNull(checkpoint);
    checkpoint.run();
    assertEquals(LOG, forcesOf(one, small(1)));
    assertTrue(entriesWrittenAt().getLast() < 4096 + MemoryDisk.SEGMENT_BYTES, "the first again");
    assertNotNull(one.checkpoint());
  }

  private void fillSecondSegment(Store store) throws IOException {
    List<Long> places;
    do {
      assertEquals(LOG, forcesOf(store, small(2)));
      places = entriesWrittenAt();
    } while (places.getLast() + 2 * (places.getLast() - places.get(places.size() - 2))
        < 4096 + 2 * MemoryDisk.SEGMENT_BYTES);
  }

  @Test
  void afterACheckpointThatFailedNoTurnSucceeds() throws IOException {
    Store store = disk.open(AGENCIES);
    forcesOf(store, small(1));
    while (store.checkpoint() == null) {
      forcesOf(store, small(1));
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
    for (Order.Append append : List.of(small(1), large(2))) {
      var again = assertThrows(IOException.class, () -> store.carryOut(List.of(append)));
      assertSame(failed, again.getCause());
      assertFalse(append.reply().isDone());
    }
    assertThrows(IOException.class, store::settle);
    assertEquals(List.of(), forces(begin));
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
      var append = small(1);
      assertEquals(FILES, forcesOf(store, append));
      assertEquals(Batches.ack(append), append.reply().join());
      disk.before(_ -> {});
      assertEquals(LOG, forcesOf(store, small(1)));
    }
    disk.before(
        event -> {
          if (event instanceof Note) {
            throw new IOException("No space left on device");
          }
        });
    assertEquals(FILES, forcesOf(store, small(1)));
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
        FILES, full.events().stream().skip(begin).filter(Force.class::isInstance).toList());
  }

  /** Else what it has, and recovery may have cut, would come back after the next crash. */
  @Test
  void aLogThatCannotBeginAnewKeepsTheLedgerClosed() throws IOException {
    forcesOf(disk.open(AGENCIES), small(1));
    disk.before(
        event -> {
          if (event instanceof Write write && write.target() == Target.REDO) {
            throw new IOException("No space left on device");
          }
        });
    assertThrows(IOException.class, () -> disk.open(AGENCIES));
    disk.before(_ -> {});
    assertEquals(LOG, forcesOf(disk.open(AGENCIES), small(1)));
  }

  /** Where the disk is nearly full the log leaves the room to the bets. */
  @Test
  void theLogDoesNotGrowWhereRoomIsShort() throws IOException {
    Store store = disk.open(AGENCIES);
    disk.room(32 << 20);
    assertEquals(FILES, forcesOf(store, small(1)));
    disk.room(Long.MAX_VALUE);
    assertEquals(LOG, forcesOf(store, small(1)));
    disk.room(32 << 20);
    assertEquals(LOG, forcesOf(store, small(1)));
  }

  /** The files as they are then can be copied and the log left out. */
  @Test
  void aSettledLedgerNeedsNoLog() throws IOException {
    Store store = disk.open(AGENCIES);
    forcesOf(store, small(1));
    int begin = disk.events().size();
    store.settle();
    assertTrue(forces(begin).containsAll(FILES));
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
    forcesOf(disk.open(AGENCIES), small(1));
    var damaged = new MemoryDisk(new Image(), new Image(), disk.redo());
    var damage = assertThrows(DamagedLedgerException.class, () -> damaged.open(AGENCIES));
    assertEquals("the journal is missing or empty, but the redo log is not", damage.getMessage());
  }

  /** A process dies writing a turn to a file, with so much of it done. */
  private void dieAt(Target target, int length) throws IOException {
    Store dying = disk.open(AGENCIES);
    disk.before(
        event -> {
          if (event instanceof Write write && write.target() == target) {
            disk.apply(write.torn(length));
            throw new Killed();
          }
        });
    assertThrows(Killed.class, () -> dying.carryOut(List.of(small(1))));
    disk.before(_ -> {});
  }

  /** The next batch of an agency, that fits the log. */
  private Order.Append small(int agency) {
    return Batches.append(agency, Batches.batch(agency, ++sent[agency], 3, 10));
  }

  /** The next batch of an agency, longer than a segment. */
  private Order.Append large(int agency) {
    return Batches.append(agency, Batches.batch(agency, ++sent[agency], 20, 600));
  }

  private List<Force> forcesOf(Store store, Order order) throws IOException {
    int begin = disk.events().size();
    disk.carryOut(store, List.of(order));
    return forces(begin);
  }

  private List<Force> forces(int from) {
    return disk.events().stream()
        .skip(from)
        .filter(Force.class::isInstance)
        .map(Force.class::cast)
        .toList();
  }

  /** Where in the log each entry was written; what it grew by is behind them. */
  private List<Long> entriesWrittenAt() {
    return disk.events().stream()
        .filter(event -> event instanceof Write write && write.target() == Target.REDO)
        .map(event -> (Write) event)
        .filter(write -> write.at() > 0 && write.bytes().length() < 1000)
        .map(Write::at)
        .toList();
  }
}
