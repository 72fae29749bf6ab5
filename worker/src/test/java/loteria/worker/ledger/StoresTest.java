package loteria.worker.ledger;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several processes over the same files, each killed now and then, none of them in step. */
@Timeout(120)
class StoresTest {
  private static final long SEED = Long.getLong("stores.seed", 20_261_121);

  @Test
  void processesTakingTurnsStoreEachBatchOnceAndWhole() throws IOException {
    int finished = 0;
    for (int round = 0; round < 300; round++) {
      long seed = SEED + round;
      var disk = new MemoryDisk();
      try {
        new RandomTurns(disk, 2 + round % 2, new Random(seed)).run(20);
        Promises promises = Promises.of(disk.events());
        promises.check(disk);
        finished += promises.allFinished() ? 1 : 0;
      } catch (AssertionError | IOException e) {
        throw new AssertionError("stores.seed " + seed + ": " + e.getMessage(), e);
      }
    }
    assertTrue(finished > 50, "few runs came to their end: " + finished);
  }
}
