package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A force fails: what it dropped looks as if it were there, and no later force brings it. */
@Timeout(60)
class FailedForceTest {
  private static final long SEED = 20_261_129;
  private static final int AGENCIES = 3;

  private final MemoryDisk disk = new MemoryDisk();
  private int states;

  private final CrashStates.State begin = CrashStates.State.of(disk);

  /** The process that appends agency 1's first batch, and then its second, fails to force that. */
  private void failToForce(GroupCommit process) throws IOException {
    disk.carryOut(process, List.of(MadeUpBatches.append(1, 1)));
    failForces();
    assertThrows(IOException.class, () -> process.carryOut(List.of(MadeUpBatches.append(1, 2))));
    disk.before(_ -> {});
  }

  private void failForces() {
    failForcesWhen(() -> true);
  }

  private void failForcesWhen(BooleanSupplier condition) {
    disk.before(
        event -> {
          if (event instanceof DiskEvent.Force && condition.getAsBoolean()) {
            throw new IOException("Input/output error");
          }
        });
  }

  @Test
  void whatItDroppedIsOnDiskBeforeAnythingIsSaidOfIt() throws IOException {
    failToForce(disk.open(AGENCIES));
    disk.nextRun(2);
    GroupCommit second = disk.open(AGENCIES);
    assertEquals(1, second.state().of(1).batches());
    var again = MadeUpBatches.append(1, 2);
    disk.carryOut(second, List.of(again));
    assertEquals(MadeUpBatches.ack(again), again.answer().join());
    assertPromisesAreKept();
  }

  @Test
  void aProcessThatOpensTheLogLaterSaysNothingOfIt() throws IOException {
    failToForce(disk.open(AGENCIES));
    assertFails(disk.open(AGENCIES));
  }

  @Test
  void aProcessThatOpenedTheLogBeforeSaysNothingOfIt() throws IOException {
    GroupCommit first = disk.open(AGENCIES);
    GroupCommit other = disk.open(AGENCIES);
    failToForce(first);
    assertFails(other);
  }

  /** It has the log open, and not the segment that has begun since. */
  @Test
  void aProcessThatOpensTheSegmentLaterSaysNothingOfIt() throws IOException {
    GroupCommit first = disk.open(AGENCIES);
    GroupCommit other = disk.open(AGENCIES);
    int names = disk.names().size();
    for (int id = 1; disk.names().size() == names; id++) {
      disk.carryOut(first, List.of(MadeUpBatches.append(2, id)));
    }
    failToForce(first);
    assertFails(other);
  }

  /** Of the segment that ends, what leads to the next one is dropped. */
  @Test
  void aProcessThatOpensTheLogLaterBeginsNoSegmentBehindIt() throws IOException {
    GroupCommit first = disk.open(AGENCIES);
    disk.carryOut(first, List.of(MadeUpBatches.append(1, 1)));
    int names = disk.names().size();
    failForcesWhen(() -> disk.names().size() > names);
    assertThrows(
        IOException.class,
        () -> {
          for (int id = 1; disk.names().size() == names; id++) {
            disk.carryOut(first, List.of(MadeUpBatches.append(2, id)));
          }
        });
    disk.before(_ -> {});
    assertFails(disk.open(AGENCIES));
  }

  /** The cut may not be on disk, and what is written there next would stand before what was cut. */
  @Test
  void aProcessThatFailedToForceACutSaysNothingMore() throws IOException {
    GroupCommit killed = disk.open(AGENCIES);
    GroupCommit other = disk.open(AGENCIES);
    disk.carryOut(killed, List.of(MadeUpBatches.append(1, 1)));
    int segment = disk.names().values().iterator().next();
    disk.before(
        event -> {
          if (event instanceof DiskEvent.Write write && write.file() == segment) {
            disk.apply(write.torn(write.bytes().length() / 2));
            throw new Killed();
          }
        });
    var large = MadeUpBatches.append(1, 2);
    assertThrows(Killed.class, () -> disk.carryOut(killed, List.of(large)));
    failForces();
    assertThrows(
        IOException.class, () -> disk.carryOut(other, List.of(MadeUpBatches.append(2, 1))));
    assertInstanceOf(DiskEvent.Truncate.class, disk.events().get(disk.events().size() - 2));
    disk.before(_ -> {});
    assertFails(other);
  }

  private void assertFails(GroupCommit process) throws IOException {
    var again = MadeUpBatches.append(1, 2);
    assertThrows(IOException.class, () -> disk.carryOut(process, List.of(again)));
    var next = MadeUpBatches.append(1, 3);
    assertThrows(IOException.class, () -> disk.carryOut(process, List.of(next)));
    assertPromisesAreKept();
  }

  private void assertPromisesAreKept() throws IOException {
    new CrashStates(begin, new Random(SEED))
        .visit(
            disk.events(),
            (events, state) -> {
              states++;
              Promises.of(disk.events().subList(0, events)).check(state.disk(3));
            });
    assertTrue(states > 20, "only " + states);
  }
}
