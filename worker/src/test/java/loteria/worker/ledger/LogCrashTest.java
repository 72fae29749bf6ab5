package loteria.worker.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loteria.ipc.wire.Bytes;
import loteria.worker.ledger.DiskEvent.Force;
import loteria.worker.ledger.DiskEvent.Target;
import loteria.worker.ledger.DiskEvent.Write;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What one power failure leaves in the redo log and not in the ledger must not come back after the
 * next: by chance that is seldom.
 */
@Timeout(60)
class LogCrashTest {
  private static final int AGENCIES = RandomTurns.AGENCIES;

  private final MemoryDisk disk = new MemoryDisk();
  private int begin;

  @BeforeEach
  void makeFiles() throws IOException {
    disk.open(AGENCIES).close();
    begin = disk.events().size();
  }

  /**
   * The first of two entries did not survive, so the second is not redone. Then a new one ends
   * where that begins, and it must not be taken for what follows.
   */
  @Test
  void anEntryThatWasNotRedoneIsNotRedoneLater() throws IOException {
    Store store = disk.open(AGENCIES);
    disk.carryOut(store, List.of(Batches.append(1, Batches.batch(1, 1, 1, 1500))));
    disk.carryOut(store, List.of(Batches.append(1, Batches.batch(1, 2, 1, 1500))));
    CrashStates.State left = withLogAlone();
    Write first = entries(disk, begin).getFirst();
    left.redo().write(first.at(), Bytes.of(new byte[512]));

    MemoryDisk recovered = disk(left.copy());
    Store next = recovered.open(AGENCIES);
    assertEquals(0, next.state().records());
    int turn = recovered.events().size();
    recovered.carryOut(
        next,
        List.of(
            Batches.append(2, Batches.batch(2, 1, 1, 1400)),
            Batches.append(3, Batches.batch(3, 1, 0, 1))));
    Write second = entries(recovered, turn).getFirst();
    assertEquals(
        first.bytes().length() / MemoryDisk.ALIGNMENT,
        second.bytes().length() / MemoryDisk.ALIGNMENT,
        "as long");
    LedgerState state = recovered.open(AGENCIES).state();
    assertEquals(1, state.of(2).batches());
    assertEquals(1, state.of(3).batches());
  }

  /**
   * A process dies before its records come to the log, the next one's do, and the files are lost:
   * so what the log has is redone behind a hole, and cut. Others take its place, in the files
   * alone.
   */
  @Test
  void anEntryThatWasRedoneAndCutIsNotRedoneLater() throws IOException {
    Store one = disk.open(AGENCIES);
    Store other = disk.open(AGENCIES);
    dieAt(Target.REDO, one, Batches.append(1, 1));
    dieAt(Target.BETS, other, Batches.append(1, 2));
    CrashStates.State left = withLogAlone();

    MemoryDisk recovered = disk(left.copy());
    Store next = recovered.open(AGENCIES);
    assertEquals(0, next.state().records());
    List<Order> many = new ArrayList<>();
    for (int id = 1; id <= RandomTurns.BATCHES; id++) {
      many.add(Batches.append(2, id));
      many.add(Batches.append(3, id));
      many.add(Batches.append(1, id));
    }
    recovered.carryOut(next, many);
    assertTrue(recovered.events().contains(new Force(Target.BETS)), "too many for the log");
    new CrashStates(left, new Random(1))
        .visit(
            recovered.events(),
            (events, crashed) ->
                Promises.of(recovered.events().subList(0, events)).check(disk(crashed)));
  }

  /** A process dies when it writes to the log, or when it forces another file. */
  private void dieAt(Target target, Store dying, Order order) {
    disk.before(
        event -> {
          boolean now =
              event instanceof Write write
                  ? write.target() == target && target == Target.REDO
                  : event.equals(new Force(target));
          if (now) {
            throw new Killed();
          }
        });
    assertThrows(Killed.class, () -> dying.carryOut(List.of(order)));
    disk.before(_ -> {});
  }

  /** Nothing of the other files came to the disk since they were made. */
  private CrashStates.State withLogAlone() {
    var left = new CrashStates.State();
    left.journal().resize(1);
    left.redo().write(0, disk.redo().sector(0, disk.redo().size()));
    return left;
  }

  private static MemoryDisk disk(CrashStates.State state) {
    return new MemoryDisk(state.bets(), state.journal(), state.redo());
  }

  private static List<Write> entries(MemoryDisk disk, int from) {
    return disk.events().stream()
        .skip(from)
        .filter(event -> event instanceof Write write && write.target() == Target.REDO)
        .map(event -> (Write) event)
        .filter(write -> write.at() > 0 && write.bytes().length() < 2000)
        .toList();
  }
}
