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

/** What all agencies sent and what they saw acknowledged, and what must therefore be on disk. */
record Model(List<ExpectedBets> books) {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Waits until every agency, in the order of the books, has its winners and nobody else's. */
  void awaitWinners(List<? extends FaultyAgency> agencies) {
    Set<Integer> waiting = new TreeSet<>();
    IntStream.range(0, agencies.size()).forEach(waiting::add);
    Awaitility.await("every agency has its winners")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              waiting.removeIf(i -> hasItsWinners(books.get(i), agencies.get(i)));
              return waiting.isEmpty();
            });
  }

  private static boolean hasItsWinners(ExpectedBets book, FaultyAgency agency) {
    if (agency.hasEnded()) {
      assertEquals(book.winners(), agency.winners(), "winners of agency " + book.agency());
      return true;
    }
    return false;
  }

  /** Checks the files of a draw whose processes have just been killed: the last row may be torn. */
  void checkTorn(Path folder) throws IOException {
    StoredBets stored = StoredBets.readTorn(folder);
    books.forEach(book -> book.check(stored));
  }

  /** Checks the files of a draw that has been made. */
  void checkDrawn(Path folder) throws IOException {
    StoredBets stored = StoredBets.read(folder);
    books.forEach(book -> book.checkWhole(stored));
    int sent = books.stream().mapToInt(book -> book.bets().size()).sum();
    assertEquals(sent, stored.count(), "bets stored");
    assertEquals(
        books.stream()
            .flatMap(book -> book.winners().stream().map(winner -> book.agency() + "," + winner))
            .collect(Collectors.toList()),
        Files.readAllLines(folder.resolve("winners.csv")));
  }
}
