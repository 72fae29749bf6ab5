package loteria.worker.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import loteria.worker.disk.NewFolder;

/** What is stored on real files, compared with what {@link Batches} can have sent. */
record StoredBets(LedgerState state) {
  /**
   * Opens the draw's folder as a new process does, and checks that a reader of bets.csv who knows
   * of no journal finds just the rows of the batches that the journal speaks of, in order.
   */
  static StoredBets read(Path folder, int agencies) throws IOException {
    LedgerState state;
    try (Store store = Store.open(NewFolder.filesOf(folder), agencies)) {
      state = store.state();
    }
    String bets = Files.readString(folder.resolve("bets.csv"));
    Map<Integer, StringBuilder> byAgency = new HashMap<>();
    for (String row : bets.split("(?<=\n)", -1)) {
      if (!row.isEmpty()) {
        int agency = Integer.parseInt(row.substring(0, row.indexOf(',')));
        byAgency.computeIfAbsent(agency, _ -> new StringBuilder()).append(row);
      }
    }
    for (int agency = 1; agency <= agencies; agency++) {
      var sent = new StringBuilder();
      for (int id = 1; id <= state.of(agency).batches(); id++) {
        sent.append(Batches.text(Batches.batch(agency, id).content()));
      }
      var stored = byAgency.getOrDefault(agency, new StringBuilder());
      assertEquals(sent.toString(), stored.toString(), "rows of agency " + agency);
    }
    return new StoredBets(state);
  }

  /** How many batches an agency has there, one behind the other from the first. */
  int batches(int agency) {
    return state.of(agency).batches();
  }
}
