package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loteria.e2e.StoredBets;
import loteria.ipc.row.Sha256;
import org.awaitility.Awaitility;

/**
 * The model of a draw: everything that agencies sent and saw acknowledged, and what must therefore
 * be on disk.
 *
 * @param number that wins
 */
record Model(List<ExpectedBets> allExpected, int number) {
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

  private boolean hasItsWinners(ExpectedBets expectedBets, FaultyAgency agency) {
    if (agency.hasEnded()) {
      // What takes part is known once the agency's own end has been looked at.
      List<String> winners = agency.winners();
      assertEquals(
          expectedBets.winners(number), winners, "winners of agency " + expectedBets.agency());
      return true;
    }
    return false;
  }

  /** Checks the files of a draw whose processes have just been killed: the last row may be torn. */
  void checkTorn(Path folder) throws IOException {
    StoredBets stored = StoredBets.readTorn(folder);
    allExpected.forEach(expectedBets -> expectedBets.check(stored));
  }

  /** From now on the server may take no more of any agency. */
  void mayClose() {
    allExpected.forEach(ExpectedBets::mayClose);
  }

  /** Checks the files of a draw that has been made. */
  void checkDrawn(Path folder) throws IOException {
    StoredBets stored = StoredBets.read(folder);
    allExpected.forEach(expectedBets -> expectedBets.checkWhole(stored));
    assertEquals(count(), stored.count(), "bets stored");
    assertEquals(winners(), Files.readAllLines(folder.resolve("winners.csv")));
  }

  /** Checks what is sealed, and that it has this seal. */
  void checkSealed(Path folder, String seal) throws IOException {
    byte[] sealed = Files.readAllBytes(folder.resolve("seal.csv"));
    assertEquals(
        Stream.concat(
                Stream.of("agency,batches,bets,sha256"),
                allExpected.stream().flatMap(ExpectedBets::sealed))
            .toList(),
        new String(sealed, StandardCharsets.US_ASCII).lines().toList());
    assertEquals(seal, Sha256.of(sealed).toString(), "the seal");
  }

  /** How many bets take part. */
  int count() {
    return allExpected.stream().mapToInt(expected -> expected.takingPart().size()).sum();
  }

  /** The lines of winners.csv. */
  List<String> winners() {
    return allExpected.stream()
        .flatMap(
            expected ->
                expected.winners(number).stream().map(winner -> expected.agency() + "," + winner))
        .toList();
  }
}
