package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Servers that share a replicated log: whatever happens to them, all of them have the same, and
 * what they answered.
 *
 * <p>Run with {@code -Dservers.seed=N} to repeat a failure, {@code -Dservers.rounds=N} for more.
 */
@Timeout(300)
class RandomServersTest {
  private static final long SEED = Long.getLong("servers.seed", 20_261_128);
  private static final int ROUNDS = Integer.getInteger("servers.rounds", 40);
  private static final int STEPS = 120;

  private final Map<String, Integer> seen = new TreeMap<>();

  @Test
  void allServersHaveTheSameAndWhatTheyAnswered() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = SEED + round;
      try {
        new RandomServers(2 + (int) (seed % 2), STEPS, new Random(seed), seen).run();
      } catch (AssertionError | IOException | RuntimeException e) {
        throw new AssertionError("servers.seed " + seed + ": " + e.getMessage(), e);
      }
    }
    System.out.printf("servers: %s; seed %d%n", seen, SEED);
    assertTrue(seen.size() > 10, seen::toString);
  }
}
