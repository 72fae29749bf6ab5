package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import loteria.e2e.StoredBets;
import org.awaitility.Awaitility;

/**
 * The model: everything that agencies sent and saw acknowledged, and what must therefore be on
 * disk.
 */
record Model(List<ExpectedBets> allExpected) {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Waits until every agency, in the order of the expected bets, has its winners and no others. */
  void awaitWinners(List<? extends FaultyAgency> agencies) {
    Set<Integer> waiting = new TreeSet<>();
    IntStream.range(0, agencies.size()).forEach(waiting::add);
    Awaitility.await("every agency has its winners")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              waiting.removeIf(i -> hasItsWinners(allExpected.get(i), agencies.get(i)));
              return waiting.isEmpty();
            });
  }

  private static boolean hasItsWinners(ExpectedBets expectedBets, FaultyAgency agency) {
    if (agency.hasEnded()) {
      assertEquals(
          expectedBets.winners(), agency.winners(), "winners of agency " + expectedBets.agency());
      return true;
    }
    return false;
  }

  /** Checks the files of a draw whose processes have just been killed: the last row may be torn. */
  void checkTorn(Path folder) throws IOException {
    StoredBets stored = StoredBets.readTorn(folder);
    allExpected.forEach(expectedBets -> expectedBets.check(stored));
  }

  /** Checks the files of a draw that has been made. */
  void checkDrawn(Path folder) throws IOException {
    StoredBets stored = StoredBets.read(folder);
    allExpected.forEach(expectedBets -> expectedBets.checkWhole(stored));
    int sent = allExpected.stream().mapToInt(expectedBets -> expectedBets.bets().size()).sum();
    assertEquals(sent, stored.count(), "bets stored");
    assertEquals(
        allExpected.stream()
            .flatMap(
                expectedBets ->
                    expectedBets.winners().stream()
                        .map(winner -> expectedBets.agency() + "," + winner))
            .collect(Collectors.toList()),
        Files.readAllLines(folder.resolve("winners.csv")));
  }
}
