package loteria.worker.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.wire.Reply;
import loteria.worker.ledger.DiskEvent.Force;
import loteria.worker.ledger.DiskEvent.Target;
import loteria.worker.ledger.DiskEvent.Write;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a turn does to the files, and in which order. */
@Timeout(60)
class StoreTest {
  private static final int AGENCIES = 3;

  private final MemoryDisk disk = new MemoryDisk();

  @Test
  void ackFollowsForce() throws IOException {
    Store store = disk.open(AGENCIES);
    var append = Batches.append(1, 1);
    int begin = disk.events().size();
    disk.before(event -> assertFalse(append.reply().isDone(), "answered before " + event));
    Turn turn = store.carryOut(List.of(append));
    assertFalse(append.reply().isDone());
    turn.answer();
    assertEquals(Batches.ack(append), append.reply().join());
    assertEquals(
        List.of(
            "write BETS",
            "write JOURNAL",
            "write JOURNAL",
            "write REDO",
            "write REDO",
            "note",
            "force REDO"),
        log(begin));
  }

  @Test
  void theLockIsHeldForWritingAndNotForForcing() throws IOException {
    Store store = disk.open(AGENCIES);
    disk.before(event -> assertEquals(!(event instanceof Force), disk.isLocked()));
    carryOut(store, Batches.append(1, 1), Batches.finish(1));
    carryOut(store, Batches.append(2, Batches.batch(2, 1, 20, 600)));
    assertFalse(disk.isLocked());
  }

  @Test
  void aTurnIsForcedOnceHoweverManyBatchesItHas() throws IOException {
    Store store = disk.open(AGENCIES);
    int begin = disk.events().size();
    var orders = new ArrayList<Order>();
    for (int id = 1; id <= 100; id++) {
      orders.add(Batches.append(1, id));
      orders.add(Batches.append(2, id));
    }
    disk.carryOut(store, orders);
    assertEquals(
        List.of("force BETS", "force JOURNAL"),
        log(begin).stream().filter(event -> event.startsWith("force")).toList());
  }

  @Test
  void aRepeatThatIsOnDiskIsAnsweredWithoutAnotherForce() throws IOException {
    Store store = disk.open(AGENCIES);
    carryOut(store, Batches.append(1, 1));
    int begin = disk.events().size();
    var repeat = Batches.append(1, 1);
    carryOut(store, repeat);
    assertEquals(Batches.ack(repeat), repeat.reply().join());
    assertEquals(List.of("answer"), log(begin));
  }

  /** Trap one: the other process may have died before it forced what it wrote. */
  @Test
  void aRepeatFoundInRecordsOfAnotherThatMayNotHaveForcedThemWaitsForAForce() throws IOException {
    for (Order asked :
        List.of(Batches.append(1, 1), Batches.look(1), Batches.finish(2), Batches.append(3, 1))) {
      var shared = new MemoryDisk();
      Store survivor = shared.open(AGENCIES);
      writeWithoutForce(shared, Batches.append(1, 1), Batches.finish(2));
      int begin = shared.events().size();
      shared.carryOut(survivor, List.of(asked));
      List<String> log = shared.events().stream().skip(begin).map(StoreTest::name).toList();
      assertEquals(List.of("force REDO", "answer"), log.subList(log.size() - 2, log.size()));
    }
  }

  @Test
  void aRestartedProcessForcesWhatItFindsBeforeItTells() throws IOException {
    disk.open(AGENCIES).close();
    writeWithoutForce(disk, Batches.append(1, 1), Batches.finish(2));
    int begin = disk.events().size();
    Store restarted = disk.open(AGENCIES);
    assertEquals(List.of(2), restarted.state().summary().finished());
    List<String> log = log(begin);
    assertTrue(log.containsAll(List.of("force BETS", "force JOURNAL")), log.toString());
    assertEquals(2, restarted.state().forced());
  }

  @Test
  void recordsSayHowManyWereKnownToBeForced() throws IOException {
    Store one = disk.open(AGENCIES);
    Store other = disk.open(AGENCIES);
    carryOut(one, Batches.append(1, 1));
    carryOut(other, Batches.append(2, 1), Batches.append(2, 2));
    carryOut(one, Batches.append(3, 1));
    assertEquals(List.of(0, 0, 0, 1), marks());
    carryOut(one, Batches.append(3, 2));
    assertEquals(List.of(0, 0, 0, 1, 4), marks());
  }

  @Test
  void rowsThatAProcessDiedWritingAreCutByTheNext() throws IOException {
    Store survivor = disk.open(AGENCIES);
    Store dying = disk.open(AGENCIES);
    die(dying, Target.BETS, 20);
    assertEquals(20, disk.bets().size());
    var append = Batches.append(2, 1);
    carryOut(survivor, append);
    assertEquals(Batches.text(append.batch().content()), disk.bets().text(0, disk.bets().size()));
  }

  @Test
  void aRecordThatAProcessDiedWritingIsCutByTheNext() throws IOException {
    Store survivor = disk.open(AGENCIES);
    carryOut(survivor, Batches.append(1, 1));
    for (int torn = 1; torn < RecordCodec.SIZE; torn++) {
      Store dying = disk.open(AGENCIES);
      carryOut(survivor, Batches.append(3, torn));
      die(dying, Target.JOURNAL, torn);
      carryOut(survivor, Batches.look(1));
      assertEquals(survivor.state().committedBytes(), disk.bets().size(), "torn at " + torn);
    }
    assertEquals(63, disk.open(AGENCIES).state().of(3).batches());
  }

  @Test
  void aFailedForceIsNeitherAnsweredNorTriedAgain() throws IOException {
    for (Target failing : Target.values()) {
      var failed = new IOException("Input/output error");
      var broken = new MemoryDisk();
      Store store = broken.open(AGENCIES);
      int begin = broken.events().size();
      boolean isLogged = failing == Target.REDO;
      var append = Batches.append(1, Batches.batch(1, 1, isLogged ? 1 : 20, 600));
      broken.before(
          event -> {
            if (event.equals(new Force(failing))) {
              throw failed;
            }
          });
      assertSame(failed, assertThrows(IOException.class, () -> store.carryOut(List.of(append))));
      assertFalse(append.reply().isDone());
      assertFalse(broken.isLocked());
      assertTrue(broken.events().stream().skip(begin).noneMatch(new Force(Target.JOURNAL)::equals));
      assertTrue(broken.events().stream().skip(begin).noneMatch(new Force(Target.REDO)::equals));
    }
  }

  @Test
  void aFailedWriteIsCutBackAndNotAnswered() throws IOException {
    for (Target failing : List.of(Target.BETS, Target.JOURNAL)) {
      var broken = new MemoryDisk();
      Store store = broken.open(AGENCIES);
      broken.carryOut(store, List.of(Batches.append(1, 1)));
      int rows = broken.bets().size();
      var append = Batches.append(1, Batches.batch(1, 2, 3, 1));
      broken.before(
          event -> {
            if (event instanceof Write write && write.target() == failing) {
              broken.apply(write.torn(10));
              throw new IOException("Input/output error");
            }
          });
      assertThrows(IOException.class, () -> store.carryOut(List.of(append)));
      assertFalse(append.reply().isDone());
      assertEquals(rows, broken.bets().size());
      assertEquals(RecordCodec.SIZE, broken.journal().size());
    }
  }

  /** Rows of more than one buffer's size, and batches across its end. */
  @Test
  void manyRowsAreWrittenInSeveralPieces() throws IOException {
    Store store = disk.open(AGENCIES);
    var orders = new ArrayList<Order>();
    var rows = new StringBuilder();
    for (int id = 1; id <= 40; id++) {
      var append = Batches.append(1, Batches.batch(1, id, 97, 900));
      orders.add(append);
      rows.append(Batches.text(append.batch().content()));
    }
    disk.carryOut(store, orders);
    assertEquals(rows.toString(), disk.bets().text(0, disk.bets().size()));
    assertEquals(40, disk.open(AGENCIES).state().of(1).batches());
  }

  @Test
  void aJournalOfManyRecordsIsReadWhole() throws IOException {
    Store one = disk.open(AGENCIES);
    Store other = disk.open(AGENCIES);
    for (int id = 1; id <= 10_000; id += 1000) {
      var orders = new ArrayList<Order>();
      for (int i = 0; i < 1000; i++) {
        orders.add(Batches.append(1, Batches.batch(1, id + i, 0, 1)));
      }
      disk.carryOut(one, orders);
    }
    var repeat = Batches.append(1, Batches.batch(1, 9_999, 0, 1));
    carryOut(other, repeat);
    assertEquals(new Reply.Ack(9_999, 0), repeat.reply().join());
    assertEquals(10_000, disk.open(AGENCIES).state().of(1).batches());
  }

  private void carryOut(Store store, Order... orders) throws IOException {
    disk.carryOut(store, List.of(orders));
  }

  /** A process writes a turn whole and dies before it forces it. */
  private static void writeWithoutForce(MemoryDisk disk, Order... orders) throws IOException {
    Store dying = disk.open(AGENCIES);
    disk.before(
        event -> {
          if (event instanceof Force) {
            throw new Killed();
          }
        });
    assertThrows(Killed.class, () -> dying.carryOut(List.of(orders)));
    disk.before(_ -> {});
  }

  /** A process dies in a write, with so much of it done. */
  private void die(Store dying, Target target, int length) {
    disk.before(
        event -> {
          if (event instanceof Write write && write.target() == target) {
            disk.apply(write.torn(length));
            throw new Killed();
          }
        });
    var append = Batches.append(1, Batches.batch(1, dying.state().of(1).batches() + 1, 3, 1));
    assertThrows(Killed.class, () -> dying.carryOut(List.of(append)));
    disk.before(_ -> {});
  }

  private List<Integer> marks() {
    var bytes = ByteBuffer.allocate(disk.journal().size());
    disk.journal().read(bytes, 0);
    List<Integer> marks = new ArrayList<>();
    for (int i = 0; ; i++) {
      var entry = RecordCodec.read(bytes, i * RecordCodec.SIZE, i);
      if (entry == null) {
        return marks;
      }
      marks.add(entry.forced());
    }
  }

  private List<String> log(int from) {
    return disk.events().stream().skip(from).map(StoreTest::name).toList();
  }

  private static String name(DiskEvent event) {
    return switch (event) {
      case Write write -> "write " + write.target();
      case DiskEvent.Truncate truncate -> "truncate " + truncate.target();
      case Force(Target target) -> "force " + target;
      case DiskEvent.Note _ -> "note";
      case DiskEvent.Answer _ -> "answer";
    };
  }
}
