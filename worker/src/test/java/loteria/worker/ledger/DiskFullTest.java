package loteria.worker.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import loteria.ipc.wire.ErrorCode;
import loteria.ipc.wire.Reply;
import loteria.worker.ledger.DiskEvent.Change;
import loteria.worker.ledger.DiskEvent.Target;
import loteria.worker.ledger.DiskEvent.Write;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * No room on the disk: a turn leaves nothing behind, and the next one finds everything in order.
 */
@Timeout(60)
class DiskFullTest {
  private static final int AGENCIES = 3;

  private final MemoryDisk disk = new MemoryDisk();

  @Test
  void whicheverWriteFindsNoRoomTheTurnIsCutBackAndTheNextWorks() throws IOException {
    Store store = disk.open(AGENCIES);
    disk.carryOut(store, List.of(Batches.append(1, 1), Batches.finish(2)));
    // Rows in one write; rows in two and records; the journal's growth; a record.
    for (int failing = 0; failing < 2; failing++) {
      for (int room : new int[] {0, 1, 63, 64, 100}) {
        int stored = store.state().of(1).batches();
        int rows = disk.bets().size();
        var first = Batches.append(1, Batches.batch(1, stored + 1, 4, 1));
        var second = Batches.append(1, Batches.batch(1, stored + 2, 4, 1));
        fillUpAt(failing, room);
        disk.carryOut(store, List.of(first, second));
        disk.before(_ -> {});
        assertDenied(first.reply());
        assertDenied(second.reply());
        assertEquals(rows, disk.bets().size());
        assertEquals(stored, store.state().of(1).batches());

        var again = Batches.append(1, Batches.batch(1, stored + 1, 4, 1));
        disk.carryOut(store, List.of(again));
        assertEquals(Batches.ack(again), again.reply().join());
        assertEquals(stored + 1, disk.open(AGENCIES).state().of(1).batches());
      }
    }
  }

  @Test
  void theJournalsGrowthMayFindNoRoom() throws IOException {
    for (int room : new int[] {0, 1, 63, 64, 65, 5000}) {
      var full = new MemoryDisk();
      full.carryOut(full.open(AGENCIES), List.of(Batches.append(1, 1)));
      Store store = full.open(AGENCIES);
      var append = Batches.append(1, Batches.batch(1, 2, 1, 1));
      full.before(
          event -> {
            if (event instanceof Write write && write.bytes().length() > 100_000) {
              full.apply(write.torn(room));
              throw noRoom();
            }
          });
      full.carryOut(store, List.of(append));
      assertDenied(append.reply());
      assertEquals(RecordCodec.SIZE, full.journal().size());
      full.before(_ -> {});
      var again = Batches.append(1, Batches.batch(1, 2, 1, 1));
      full.carryOut(store, List.of(again));
      assertEquals(Batches.ack(again), again.reply().join());
      assertEquals(2, full.open(AGENCIES).state().of(1).batches());
    }
  }

  /** The kernel's words are translated where its messages are. */
  @Test
  void noRoomIsKnownInAnyLanguage() throws IOException {
    Store store = disk.open(AGENCIES);
    disk.room(4000);
    disk.before(
        event -> {
          if (event instanceof Write) {
            throw new IOException("No queda espacio en el dispositivo");
          }
        });
    var append = Batches.append(1, Batches.batch(1, 1, 2, 1));
    disk.carryOut(store, List.of(append));
    assertDenied(append.reply());
  }

  @Test
  void whoOnlyLooksIsAnsweredAndWhoWritesIsToldToTryAgain() throws IOException {
    Store store = disk.open(AGENCIES);
    var before = Batches.append(1, 1);
    disk.carryOut(store, List.of(before));
    var look = Batches.look(1);
    var finish = Batches.finish(2);
    var draw = Batches.draw(Batches.DRAW);
    fillUpAt(0, 0);
    disk.carryOut(store, List.of(Batches.append(1, 2), look, finish, draw));
    assertEquals(new Standing(1, before.batch().rows(), false, 3, false), look.standing().join());
    assertDenied(finish.reply());
    var failure = assertThrows(CompletionException.class, () -> draw.recorded().join());
    assertInstanceOf(IOException.class, failure.getCause());
    assertEquals(List.of(), store.state().summary().finished());
  }

  /** Another process stored and did not force: what the answer says is forced all the same. */
  @Test
  void whoOnlyLooksIsToldOnlyWhatIsForced() throws IOException {
    Store store = disk.open(AGENCIES);
    Store dying = disk.open(AGENCIES);
    disk.before(
        event -> {
          if (event instanceof DiskEvent.Force) {
            throw new Killed();
          }
        });
    assertThrows(Killed.class, () -> dying.carryOut(List.of(Batches.append(2, 1))));
    fillUpAt(0, 0);
    int begin = disk.events().size();
    var look = Batches.look(2);
    disk.carryOut(store, List.of(Batches.append(1, 1), look));
    assertEquals(1, look.standing().join().lastBatch());
    assertTrue(
        disk.events()
            .subList(begin, disk.events().size())
            .contains(new DiskEvent.Force(Target.REDO)));
  }

  @Test
  void whatOthersStoredMeanwhileIsKept() throws IOException {
    Store one = disk.open(AGENCIES);
    Store other = disk.open(AGENCIES);
    disk.carryOut(other, List.of(Batches.append(2, 1)));
    fillUpAt(1, 10);
    disk.carryOut(one, List.of(Batches.append(1, 1)));
    disk.before(_ -> {});
    disk.carryOut(other, List.of(Batches.append(2, 2)));
    var last = Batches.append(1, 1);
    disk.carryOut(one, List.of(last));
    assertEquals(Batches.ack(last), last.reply().join());
    var recovered = disk.open(AGENCIES).state();
    assertEquals(1, recovered.of(1).batches());
    assertEquals(2, recovered.of(2).batches());
  }

  /** Cutting back failed too: then nobody knows what is there, and that is for recovery. */
  @Test
  void aFailedCutIsAFailedDisk() throws IOException {
    Store store = disk.open(AGENCIES);
    var append = Batches.append(1, 1);
    List<Change> failed = new ArrayList<>();
    disk.before(
        event -> {
          if (event instanceof Change change) {
            failed.add(change);
            throw failed.size() == 1 ? noRoom() : new IOException("Input/output error");
          }
        });
    var failure = assertThrows(IOException.class, () -> store.carryOut(List.of(append)));
    assertEquals("Input/output error", failure.getMessage());
    assertFalse(append.reply().isDone());
  }

  /** The disk has room for so many writes, and then for so many bytes more. */
  private void fillUpAt(int writes, int room) {
    int[] left = {writes};
    disk.before(
        event -> {
          if (event instanceof Write write && left[0]-- == 0) {
            disk.apply(write.torn(room));
            throw noRoom();
          }
        });
  }

  private static IOException noRoom() {
    return new IOException("No space left on device");
  }

  private static void assertDenied(CompletableFuture<Reply> reply) {
    var failure = assertInstanceOf(Reply.Failure.class, reply.join());
    assertEquals(ErrorCode.DISK_FULL, failure.code());
    assertTrue(failure.retryAfterMs() > 0);
  }
}
