package loteria.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.row.RowSplitter;
import loteria.ipc.row.RowWriter;

/** The bets of the agencies' files, in a cycle. */
public final class RowPool {
  private static final int ROWS_MAX = 100_000;

  /** First name, last name, document, birth date, number. */
  private final List<String[]> bets;

  private RowPool(List<String[]> bets) {
    this.bets = bets;
  }

  /**
   * Reads the files agency-1.csv and so on, up to some number of rows.
   *
   * @throws IOException if there are none
   */
  public static RowPool read(Path folder, int agencies) throws IOException {
    List<String[]> bets = new ArrayList<>();
    for (int agency = 1; agency <= agencies && bets.size() < ROWS_MAX; agency++) {
      byte[] file = Files.readAllBytes(folder.resolve("agency-" + agency + ".csv"));
      int end;
      for (int at = 0; at < file.length && bets.size() < ROWS_MAX; at = end) {
        end = endOfLine(file, at);
        int last = end;
        while (last > at && (file[last - 1] == '\n' || file[last - 1] == '\r')) {
          last--;
        }
        if (last > at) {
          bets.add(RowSplitter.fields(file, at, last).toArray(String[]::new));
        }
      }
    }
    if (bets.isEmpty()) {
      throw new IOException("no bets in " + folder);
    }
    return new RowPool(bets);
  }

  private static int endOfLine(byte[] file, int from) {
    int end = from;
    while (end < file.length && file[end] != '\n') {
      end++;
    }
    return Math.min(end + 1, file.length);
  }

  /** How many different bets there are. */
  public int size() {
    return bets.size();
  }

  /** A bet's fields: first name, last name, document, birth date, number. */
  public List<String> bet(int index) {
    return List.of(bets.get(index % bets.size()));
  }

  /** Appends an agency's bet in its stored form. */
  void write(int index, int agency, RowWriter rows) {
    String[] bet = bets.get(index % bets.size());
    rows.write(Integer.toString(agency), bet[0], bet[1], bet[2], bet[3], bet[4]);
  }
}
