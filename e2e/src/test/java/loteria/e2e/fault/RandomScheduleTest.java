package loteria.e2e.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes are killed and stopped and connections cut at any time: nothing acknowledged is lost.
 * Where an operator closes, draws and opens, no step is taken back, and no bet is in another draw.
 */
@Tag("fault")
@ParameterizedClass
@EnumSource
@Timeout(4 * 60 * 60)
class RandomScheduleTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final Transport transport;

  RandomScheduleTest(Transport transport) {
    this.transport = transport;
  }

  @Test
  void acknowledgedBetsAreStoredAndStoredBetsWereSent() throws IOException {
    for (int i = 0; i < transport.share(FaultScale.ROUNDS); i++) {
      Schedule schedule = Schedule.of(FaultScale.SEED + i);
      long begun = System.nanoTime();
      String outcome = run(schedule, Files.createDirectory(folder.resolve("round-" + i)));
      System.out.printf(
          "%s, %s: %d ms%s%n",
          transport, schedule, (System.nanoTime() - begun) / 1_000_000, outcome);
    }
  }

  private String run(Schedule schedule, Path folder) {
    try {
      return schedule.draws().isEmpty()
          ? runWithNumber(schedule, folder)
          : runOperated(schedule, folder);
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      throw new AssertionError(
          "in %s%nwhat is left is in %s; to repeat it: make fault ROUNDS=1 SEED=%d"
              .formatted(schedule, folder, schedule.seed()),
          e);
    }
  }

  private String runWithNumber(Schedule schedule, Path folder)
      throws IOException, InterruptedException {
    try (Round round = new Round(schedule, folder, transport.access(folder))) {
      round.run();
      return "";
    }
  }

  private String runOperated(Schedule schedule, Path folder)
      throws IOException, InterruptedException {
    try (OperatedRound round = new OperatedRound(schedule, folder, transport.access(folder))) {
      round.run();
      return ", " + round.outcome();
    }
  }
}
