package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import loteria.ipc.folder.FolderChangedException;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ledger.log.LogWatch;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.LedgerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A log of many segments. */
@Timeout(60)
class SegmentTest {
  private static final int AGENCIES = 3;
  private static final int BATCHES = 60;

  private final Turns turns = new Turns(AGENCIES);

  @Test
  void whatIsInOlderSegmentsIsKnownAndComparedAsEver() throws IOException {
    fill();
    long last = turns.disk().names().keySet().stream().filter(SegmentTest::is).count();
    assertTrue(last > 5, "only " + last + " segments");
    Turns later = turns;
    LedgerState state = turns.disk().open(AGENCIES).state();
    assertEquals(BATCHES, state.of(1).batches());
    assertEquals(turns.ledger().state().rows(), state.rows());
    for (long id : List.of(1L, 2L, BATCHES / 2L, (long) BATCHES)) {
      var same = MadeUpBatches.append(1, id);
      var other = MadeUpBatches.append(1, MadeUpBatches.batch(1, id, 3, 7));
      later.carryOut(same);
      assertEquals(MadeUpBatches.ack(same), same.answer().join());
      later.carryOut(other);
      assertEquals(
          ErrorCode.CONTENT_CHANGED,
          assertInstanceOf(Reply.Failure.class, other.answer().join()).code());
    }
  }

  /** A process that has just been started remembers nothing but what its segment begins with. */
  @Test
  void batchesOfOlderSegmentsAreFoundByOneWhoNeverSawThem() throws IOException {
    fill();
    GroupCommit fresh = turns.disk().open(AGENCIES);
    for (long id = 1; id <= BATCHES; id++) {
      var same = MadeUpBatches.append(1, id);
      var other = MadeUpBatches.append(1, MadeUpBatches.batch(1, id, 3, 7));
      fresh.carryOut(List.of(same, other)).answer();
      assertEquals(MadeUpBatches.ack(same), same.answer().join());
      assertInstanceOf(Reply.Failure.class, other.answer().join());
    }
  }

  /** Nobody waits while a process reads all that it has missed. */
  @Test
  void whatOthersAppendedIsReadBeforeTheLockIsTaken() throws IOException {
    GroupCommit idle = turns.disk().open(AGENCIES);
    fill();
    List<Long> read = new ArrayList<>();
    turns.disk().whileWaiting(() -> read.add(idle.state().of(1).batches()));
    idle.carryOut(List.of(MadeUpBatches.look(1)));
    assertEquals(List.of((long) BATCHES), read);
  }

  @Test
  void aSegmentThatIsMissingIsNoticed() throws IOException {
    fill();
    List<String> segments = turns.disk().names().keySet().stream().filter(SegmentTest::is).toList();
    for (String name : segments) {
      MemoryDisk disk = CrashStates.State.of(turns.disk()).disk(2);
      disk.names().remove(name);
      var missing = assertThrows(DamagedLogException.class, () -> disk.open(AGENCIES));
      assertTrue(String.valueOf(missing.getMessage()).contains(name), missing.getMessage());
      assertFalse(disk.verify().isSound(), name);
    }
  }

  @Test
  void aSegmentThatIsTakenAwayOrReplacedWhileTheServerRunsIsNoticed() throws IOException {
    var watch = new LogWatch(turns.disk().folder());
    watch.check();
    fill();
    watch.check();
    String second =
        turns.disk().names().keySet().stream()
            .filter(SegmentTest::is)
            .skip(1)
            .findFirst()
            .orElseThrow();
    int file = turns.disk().names().put(second, 0);
    assertThrows(FolderChangedException.class, watch::check);
    turns.disk().names().remove(second);
    assertThrows(FolderChangedException.class, watch::check);
    turns.disk().names().put(second, file);
    watch.check();
  }

  /** A start reads the newest segment alone. */
  @Test
  void damageInOlderSegmentsIsFoundSoonAfterAStart() throws Exception {
    fill();
    turns.ledger().end();
    Image first = turns.disk().files().get(1);
    first.flip(first.lastIndexOf("1,A,000002"), 1);
    turns.disk().nextRun(2);
    var failures = new LinkedBlockingQueue<Throwable>();
    long newest = Long.parseUnsignedLong(turns.disk().names().headMap("m").lastKey(), 16);
    var check = new HistoryCheck(turns.disk().open(AGENCIES)::read, newest, failures::add);
    check.start();
    Throwable damaged = failures.poll(30, TimeUnit.SECONDS);
    assertInstanceOf(DamagedLogException.class, damaged);
    String message = String.valueOf(damaged.getMessage());
    assertTrue(message.matches(".*segment 0{16}, position \\d+: .*batch 2 of agency 1"), message);
    check.stop();
  }

  @Test
  void agenciesBeyondThoseThatTakePartAreNotForgotten() throws IOException {
    fill();
    turns.disk().nextRun(2);
    GroupCommit fewer = turns.disk().open(1);
    for (int id = BATCHES + 1; id <= 2 * BATCHES; id++) {
      fewer.carryOut(List.of(MadeUpBatches.append(1, id)));
    }
    turns.disk().nextRun(3);
    LedgerState all = turns.disk().open(AGENCIES).state();
    assertEquals(2 * BATCHES, all.of(1).batches());
    assertEquals(BATCHES, all.of(2).batches());
    assertEquals(List.of(), turns.disk().verify().problems());
  }

  private void fill() throws IOException {
    for (int id = 1; id <= BATCHES; id++) {
      turns.carryOut(MadeUpBatches.append(1, id), MadeUpBatches.append(2, id));
    }
    assertEquals(List.of(), turns.disk().verify().problems());
  }

  private static boolean is(String name) {
    return !name.isEmpty();
  }
}
