package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class WholeLotteryTest {
  private static final long SEED = 20261120;

  @TempDir Path folder;

  @Test
  void everyAgencyGetsItsWinnersAndNobodyElses() throws IOException {
    for (DataSet data : DataSet.all(folder, SEED)) {
      Path place = Files.createDirectory(folder.resolve("run-" + data.bets()));
      try (RunningServer server = RunningServer.start(place, 4, DataSet.AGENCIES)) {
        assertEquals(data.winners(), runAll(place, server, data), data.name());
        assertEquals(data.bets(), StoredBets.read(server.folder()).count(), data.name());
        assertStored(data, server);
        assertEquals(1, server.program().lines("action: sorteo | result: success").size());
        assertEquals(0, server.stop());
        assertEquals(List.of(), server.program().lines(" WARN "));
      }
    }
  }

  @Test
  void anAgencyThatStartsAgainStoresNothingTwiceAndGetsTheSameWinners() throws IOException {
    DataSet data = DataSet.madeUp(folder, SEED, 500);
    try (RunningServer server = RunningServer.start(folder, 2, DataSet.AGENCIES)) {
      assertEquals(data.winners(), runAll(folder, server, data));
      assertEquals(data.winners(), runAll(folder, server, data));
      assertEquals(data.bets(), StoredBets.read(server.folder()).count());
    }
  }

  @Test
  void theDrawIsKnownAgainAfterARestartOfEverything() throws IOException {
    DataSet data = DataSet.madeUp(folder, SEED, 500);
    byte[] winners;
    try (RunningServer server = RunningServer.start(folder, 2, DataSet.AGENCIES)) {
      assertEquals(data.winners(), runAll(folder, server, data));
      winners = Files.readAllBytes(server.folder().resolve("winners.csv"));
      assertEquals(0, server.stop());
    }
    try (RunningServer server =
        RunningServer.start(folder, 3, DataSet.AGENCIES, "--winning-number", "1")) {
      assertEquals(data.winners(), runAll(folder, server, data));
      assertEquals(List.of(), server.program().lines("action: sorteo | result: success"));
      assertEquals(
          new String(winners, StandardCharsets.US_ASCII),
          Files.readString(server.folder().resolve("winners.csv")));
    }
  }

  @Test
  void lostWinnersAreFoundAgainFromTheBets() throws IOException {
    DataSet data = DataSet.madeUp(folder, SEED, 200);
    String winners;
    try (RunningServer server = RunningServer.start(folder, 2, DataSet.AGENCIES)) {
      assertEquals(data.winners(), runAll(folder, server, data));
      assertEquals(0, server.stop());
      winners = Files.readString(server.folder().resolve("winners.csv"));
      Files.delete(server.folder().resolve("winners.csv"));
    }
    try (RunningServer server = RunningServer.start(folder, 2, DataSet.AGENCIES)) {
      assertEquals(data.winners(), runAll(folder, server, data));
      assertEquals(winners, Files.readString(server.folder().resolve("winners.csv")));
    }
  }

  /** Runs the five agencies at once; returns the winners that each printed. */
  private static Map<Integer, List<String>> runAll(
      Path folder, RunningServer server, DataSet data) {
    Map<Integer, AgencyRun> runs = new TreeMap<>();
    data.files().forEach((id, file) -> runs.put(id, AgencyRun.start(folder, server, id, file)));
    Map<Integer, List<String>> winners = new TreeMap<>();
    for (var run : runs.entrySet()) {
      try (AgencyRun agency = run.getValue()) {
        winners.put(run.getKey(), agency.winners());
        assertEquals(List.of(), agency.complaints());
      }
    }
    return winners;
  }

  /** The stored bets of each agency are its file, in order. */
  private static void assertStored(DataSet data, RunningServer server) throws IOException {
    StoredBets stored = StoredBets.read(server.folder());
    for (var file : data.files().entrySet()) {
      List<String> sent = new ArrayList<>();
      for (String line : Files.readAllLines(file.getValue())) {
        sent.add(line);
      }
      List<List<String>> kept = stored.of(file.getKey());
      assertEquals(sent.size(), kept.size());
      for (int i = 0; i < sent.size(); i++) {
        String document = kept.get(i).get(2);
        assertTrue(sent.get(i).contains("," + document + ","), "row " + i);
      }
    }
  }
}
