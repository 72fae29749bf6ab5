package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import loteria.e2e.Bets;
import loteria.e2e.VerifyRun;

/**
 * A run of one schedule: a server that has its number and its agencies, fault after fault, and the
 * check of the outcome.
 */
final class Round implements AutoCloseable {
  private final Schedule schedule;
  private final Path folder;
  private final FaultyServer server;
  private final Agencies agencies;

  Round(Schedule schedule, Path folder, Access access) throws IOException {
    this.schedule = schedule;
    this.folder = folder;
    this.server = new FaultyServer(schedule, folder, access);
    this.agencies =
        new Agencies(
            schedule.agencies(),
            folder,
            access,
            server.port(),
            "default",
            schedule.betsEach(),
            schedule.seed(),
            _ -> Bets.WINNING_NUMBER);
  }

  /** Carries it out. */
  void run() throws IOException, InterruptedException {
    agencies.start();
    server.inflict(schedule.faults(), agencies);
    agencies.awaitWinners();
    agencies.model().checkDrawn(server.data().resolve("default"));
    server.stop();
    VerifyRun verified = VerifyRun.of(folder, server.data());
    assertEquals(0, verified.code(), verified::toString);
  }

  @Override
  public void close() throws IOException {
    agencies.close();
    server.close();
  }
}
