package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import loteria.e2e.StoredBets;

/** What all agencies sent and what they saw acknowledged, and what must therefore be on disk. */
record Model(List<Book> books) {

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
