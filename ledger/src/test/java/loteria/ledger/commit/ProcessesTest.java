package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Several processes over the same log, each killed now and then, none of them in step.
 *
 * <p>Run with {@code -Dprocesses.seed=N} to repeat a failure.
 */
@Timeout(120)
class ProcessesTest {
  private static final long SEED = Long.getLong("processes.seed", 20_261_128);

  @Test
  void processesTakingTurnsStoreEachBatchOnceAndWhole() throws IOException {
    int finished = 0;
    for (int round = 0; round < 300; round++) {
      long seed = SEED + round;
      var disk = new MemoryDisk();
      try {
        new RandomTurns(disk, 2 + round % 2, new Random(seed)).run(30);
        Promises promises = Promises.of(disk.events());
        disk.nextRun(2);
        promises.check(disk);
        finished += promises.allFinished() ? 1 : 0;
      } catch (AssertionError | IOException e) {
        throw new AssertionError("processes.seed " + seed + ": " + e.getMessage(), e);
      }
    }
    assertTrue(finished > 30, "few runs came to their end: " + finished);
  }
}
