package loteria.e2e.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loteria.brokers.BrokerCluster;
import loteria.ipc.logging.Logging;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Brokers and servers of one draw are killed, stopped and emptied at any time: nothing acknowledged
 * is lost, nothing is stored twice, and every copy is the same.
 */
@Tag("fault")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(4 * 60 * 60)
class ReplicatedScheduleTest {
  private static final int BROKERS = 3;

  /** A round takes as long as many others do. */
  private static final int SHARE = 4;

  static {
    Logging.quieten("org.apache.kafka");
  }

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private BrokerCluster brokers;

  @BeforeAll
  void startBrokers() {
    brokers = BrokerCluster.start(folder.resolve("brokers"), BROKERS);
  }

  @AfterAll
  void killBrokers() {
    brokers.delete();
  }

  @Test
  void acknowledgedBetsAreInEveryCopyOnceAndInOrder() throws IOException {
    for (int i = 0; i < Math.max(1, FaultScale.ROUNDS / SHARE); i++) {
      ReplicatedSchedule schedule = ReplicatedSchedule.of(FaultScale.SEED + i);
      long begun = System.nanoTime();
      run(schedule, Files.createDirectory(folder.resolve("round-" + i)));
      System.out.printf("%s: %d ms%n", schedule, (System.nanoTime() - begun) / 1_000_000);
    }
  }

  private void run(ReplicatedSchedule schedule, Path place) {
    try (var round = new ReplicatedRound(schedule, place, brokers)) {
      round.run();
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      throw new AssertionError(
          "in %s%nwhat is left is in %s; to repeat it: make fault ROUNDS=1 SEED=%d"
              .formatted(schedule, place, schedule.seed()),
          e);
    }
  }
}
