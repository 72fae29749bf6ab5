package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A force fails: what it dropped looks as if it were there, and no later force brings it. */
@Timeout(60)
class FailedForceTest {
  private static final long SEED = 20_261_129;
  private static final int AGENCIES = 3;

  private final MemoryDisk disk = new MemoryDisk();
  private int states;

  @Test
  void whatItDroppedIsOnDiskBeforeAnythingIsSaidOfIt() throws IOException {
    CrashStates.State begin = CrashStates.State.of(disk);
    GroupCommit first = disk.open(AGENCIES);
    disk.carryOut(first, List.of(MadeUpBatches.append(1, 1)));
    var failure = new IOException("Input/output error");
    disk.before(
        event -> {
          if (event instanceof DiskEvent.Force) {
            throw failure;
          }
        });
    assertThrows(IOException.class, () -> first.carryOut(List.of(MadeUpBatches.append(1, 2))));
    disk.before(_ -> {});

    disk.nextRun(2);
    GroupCommit second = disk.open(AGENCIES);
    var again = MadeUpBatches.append(1, 2);
    disk.carryOut(second, List.of(again));
    assertEquals(MadeUpBatches.ack(again), again.answer().join());

    new CrashStates(begin, new Random(SEED))
        .visit(
            disk.events(),
            (events, state) -> {
              states++;
              Promises.of(disk.events().subList(0, events)).check(state.disk(3));
            });
    assertTrue(states > 50, "only " + states);
  }
}
