package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import loteria.e2e.AgencyRun;
import loteria.e2e.Bets;
import loteria.e2e.DataSet;
import loteria.e2e.RunningServer;
import loteria.e2e.StoredBets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker is killed every 200 ms while agencies send, and no agency notices. */
@Tag("fault")
@ParameterizedClass
@EnumSource
@Timeout(300)
class WorkerKilledTest {
  private static final Duration EVERY = Duration.ofMillis(200);
  private static final int TEXT_AGENCIES = 5;

  @TempDir Path folder;
  private final Transport transport;

  WorkerKilledTest(Transport transport) {
    this.transport = transport;
  }

  @Test
  void noAgencyProgramNotices() throws IOException {
    Access access = transport.access(folder);
    for (DataSet data : DataSet.all(folder, FaultScale.SEED)) {
      Path place = Files.createDirectory(folder.resolve("run-" + data.bets()));
      try (RunningServer server = access.start(place, 4, DataSet.AGENCIES);
          WorkerKiller killer = WorkerKiller.start(server, EVERY, FaultScale.SEED)) {
        long begun = System.nanoTime();
        assertEquals(data.winners(), runAll(place, access, server, data), data.name());
        assertEquals(data.bets(), StoredBets.read(server.folder()).count(), data.name());
        report(data.name(), killer, begun);
      }
    }
  }

  @Test
  void noAgencyOfTheOlderSystemNotices() throws IOException {
    var random = new Random(FaultScale.SEED);
    var model = new Model(new ArrayList<>(), Bets.WINNING_NUMBER);
    Access access = transport.access(folder);
    try (RunningServer server = access.start(folder, 4, TEXT_AGENCIES);
        WorkerKiller killer = WorkerKiller.start(server, EVERY, FaultScale.SEED)) {
      long begun = System.nanoTime();
      List<SimulatedAgency> agencies = new ArrayList<>();
      for (int id = 1; id <= TEXT_AGENCIES; id++) {
        List<List<String>> bets = Bets.of(id, 1500, id, FaultScale.SEED);
        var expectedBets = new ExpectedBets(id, Bets.withoutCommas(bets), 10);
        model.allExpected().add(expectedBets);
        agencies.add(
            new SimulatedAgency(
                new TextConversation(expectedBets, access.dialer(server)),
                new Random(random.nextLong())));
      }
      agencies.forEach(SimulatedAgency::start);
      model.awaitWinners(agencies);
      assertTrue(agencies.stream().noneMatch(SimulatedAgency::hasFailed), "an agency noticed");
      model.checkDrawn(server.folder());
      report("the text dialect", killer, begun);
    }
  }

  private static void report(String what, WorkerKiller killer, long begun) {
    long tookMs = (System.nanoTime() - begun) / 1_000_000;
    System.out.printf(
        "%s, seed %d: %d killed in %d ms%n", what, FaultScale.SEED, killer.killed(), tookMs);
    assertTrue(killer.killed() > 0, "nobody was killed");
  }

  private static Map<Integer, List<String>> runAll(
      Path folder, Access access, RunningServer server, DataSet data) throws IOException {
    Map<Integer, AgencyRun> runs = new TreeMap<>();
    int port = access.port(server);
    for (var file : data.files().entrySet()) {
      int id = file.getKey();
      runs.put(id, access.agency(folder, port, id, file.getValue()));
    }
    Map<Integer, List<String>> winners = new TreeMap<>();
    runs.forEach(
        (id, run) -> {
          try (run) {
            winners.put(id, run.winners());
            assertEquals(List.of(), run.complaints());
          }
        });
    return winners;
  }
}
