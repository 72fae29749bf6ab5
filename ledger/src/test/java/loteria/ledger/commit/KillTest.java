package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loteria.testkit.ChildJvm;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes killed with SIGKILL while they append; the next find a ledger in order.
 *
 * <p>The tests wait for acknowledgements, and so for hundreds of forces: the limit is for a disk
 * that takes a second for each.
 */
@Timeout(600)
class KillTest {
  private static final long SEED = Long.getLong("kill.seed", 20_261_128);
  private static final int AGENCIES = 4;
  private static final int ROUNDS = 8;

  @TempDir private Path data;

  /** By agency, the last batch that was acknowledged. */
  private final long[] acknowledged = new long[AGENCIES + 1];

  @Test
  void whatAKilledProcessAcknowledgedIsStored() throws Exception {
    var random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      try (var process = start(RealLedger.beginRun(folder()), "1", "2", "3", "4")) {
        process.awaitLine("ready");
        killAfter(process, random.nextInt(400));
        takeIn(process);
      }
      check();
    }
  }

  /** One is killed and another takes its place, while a third continues behind what it left. */
  @Test
  void processesOfARunKilledTimeAfterTimeStoreEachBatchOnce() throws Exception {
    var random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      int run = RealLedger.beginRun(folder());
      try (var other = start(run, "3", "4")) {
        for (int life = 0; life < 2; life++) {
          try (var one = start(run, "1", "2")) {
            one.awaitLine("ready");
            killAfter(one, random.nextInt(300));
            takeIn(one);
          }
        }
        other.awaitLine("ready");
        killAfter(other, random.nextInt(300));
        takeIn(other);
      }
      check();
    }
  }

  private Path folder() {
    return data.resolve("default");
  }

  private ChildJvm start(int run, String... agencies) throws IOException {
    var arguments = new ArrayList<>(List.of(folder().toString(), "" + run, "" + AGENCIES));
    arguments.addAll(List.of(agencies));
    return ChildJvm.start(AppendingProcess.class, arguments.toArray(String[]::new));
  }

  private void killAfter(ChildJvm process, int lines) throws IOException {
    for (int i = 0; i < lines; i++) {
      takeIn(process.line());
    }
    process.kill();
  }

  /** What it had said before it died counts. */
  private void takeIn(ChildJvm process) throws IOException {
    for (String line = process.line(); line != null; line = process.line()) {
      takeIn(line);
    }
  }

  private void takeIn(@Nullable String line) {
    assertFalse(line == null || line.startsWith("wrong"), "it said: " + line);
    String[] words = line.split(" ", -1);
    // The last line may be half of one.
    if (words.length == 2 && !words[1].isEmpty()) {
      int agency = Integer.parseInt(words[0]);
      acknowledged[agency] = Math.max(acknowledged[agency], Long.parseLong(words[1]));
    }
  }

  private void check() throws IOException {
    long[] stored = RealLedger.stored(folder(), AGENCIES);
    for (int agency = 1; agency <= AGENCIES; agency++) {
      assertTrue(
          stored[agency] >= acknowledged[agency],
          "agency %d: %d acknowledged, %d stored; kill.seed %d"
              .formatted(agency, acknowledged[agency], stored[agency], SEED));
    }
  }
}
