package loteria.e2e.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loteria.e2e.SharedBrokers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Brokers and servers of one draw are killed, stopped and emptied at any time: nothing acknowledged
 * is lost, nothing is stored twice, and every copy is the same.
 */
@Tag("fault")
@Timeout(4 * 60 * 60)
class ReplicatedScheduleTest {
  /** A round takes as long as many others do. */
  private static final int SHARE = 4;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  @Test
  void acknowledgedBetsAreInEveryCopyOnceAndInOrder() throws IOException {
    for (int i = 0; i < Math.max(2, FaultScale.ROUNDS / SHARE); i++) {
      ReplicatedSchedule schedule = ReplicatedSchedule.of(FaultScale.SEED + i);
      long begun = System.nanoTime();
      List<String> times = run(schedule, Files.createDirectory(folder.resolve("round-" + i)));
      long millis = (System.nanoTime() - begun) / 1_000_000;
      System.out.printf("%s: %d ms, %s%n", schedule, millis, times);
    }
  }

  private List<String> run(ReplicatedSchedule schedule, Path place) {
    try (var round = new ReplicatedRound(schedule, place, SharedBrokers.cluster())) {
      round.run();
      return round.times();
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      throw new AssertionError(
          "in %s%nwhat is left is in %s; to repeat it: make fault ROUNDS=1 SEED=%d"
              .formatted(schedule, place, schedule.seed()),
          e);
    }
  }
}
