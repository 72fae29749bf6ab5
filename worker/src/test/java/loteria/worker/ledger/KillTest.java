package loteria.worker.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loteria.worker.disk.ChildProcess;
import loteria.worker.disk.NewFolder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes killed with SIGKILL while they append; the next find a ledger in order. */
@Timeout(120)
class KillTest {
  private static final long SEED = Long.getLong("kill.seed", 20_261_122);
  private static final int AGENCIES = 4;
  private static final int ROUNDS = 10;

  @TempDir private Path folder;

  /** By agency, the last batch that was acknowledged. */
  private final long[] acknowledged = new long[AGENCIES + 1];

  @Test
  void whatAKilledProcessAcknowledgedIsStored() throws Exception {
    var random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      try (var process = start("1", "2", "3", "4")) {
        assertEquals("ready", process.line());
        killAfter(process, random.nextInt(400));
        takeIn(process);
      }
      check();
    }
  }

  @Test
  void twoProcessesKilledTimeAfterTimeStoreEachBatchOnce() throws Exception {
    var random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      try (var one = start("1", "2");
          var other = start("3", "4")) {
        assertEquals("ready", one.line());
        assertEquals("ready", other.line());
        // The one that lives on appends behind what the dead one left.
        killAfter(one, random.nextInt(300));
        takeIn(one);
        killAfter(other, random.nextInt(300));
        takeIn(other);
      }
      check();
    }
  }

  private ChildProcess start(String... agencies) throws IOException {
    NewFolder.filesOf(folder);
    var arguments = new ArrayList<>(List.of(folder.toString(), "" + AGENCIES));
    arguments.addAll(List.of(agencies));
    return ChildProcess.start(AppendingProcess.class, arguments);
  }

  private void killAfter(ChildProcess process, int lines) throws IOException {
    for (int i = 0; i < lines; i++) {
      takeIn(process.line());
    }
    process.kill();
  }

  /** What it had said before it died counts. */
  private void takeIn(ChildProcess process) throws IOException {
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
    StoredBets stored = StoredBets.read(folder, AGENCIES);
    for (int agency = 1; agency <= AGENCIES; agency++) {
      assertTrue(
          stored.batches(agency) >= acknowledged[agency],
          "agency %d: %d acknowledged, %d stored; kill.seed %d"
              .formatted(agency, acknowledged[agency], stored.batches(agency), SEED));
    }
  }
}
