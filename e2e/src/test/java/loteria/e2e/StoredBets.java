package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loteria.ipc.row.RowSplitter;

/** The content of bets.csv, read as any CSV reader would. */
public final class StoredBets {
  private static final int FIELDS = 6;

  private final Map<Integer, List<List<String>>> byAgency = new TreeMap<>();
  private int count;

  private StoredBets() {}

  /** Reads bets.csv of a draw; fails on a torn row. */
  public static StoredBets read(Path folder) throws IOException {
    return read(folder, false);
  }

  /** Reads bets.csv of a draw whose processes were killed: its last row may be torn. */
  public static StoredBets readTorn(Path folder) throws IOException {
    return read(folder, true);
  }

  private static StoredBets read(Path folder, boolean torn) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve("bets.csv"));
    var stored = new StoredBets();
    for (int from = 0; from < bytes.length; ) {
      int end = RowSplitter.end(bytes, from, bytes.length);
      if (end < 0 && torn && RowSplitter.count(bytes, from, bytes.length) == 0) {
        break;
      }
      if (end < 0) {
        throw new AssertionError("torn row at byte " + from);
      }
      List<String> fields = RowSplitter.fields(bytes, from, end - 2);
      assertEquals(FIELDS, fields.size(), "fields of the row at byte " + from);
      stored
          .byAgency
          .computeIfAbsent(Integer.parseInt(fields.get(0)), _ -> new ArrayList<>())
          .add(fields.subList(1, FIELDS));
      stored.count++;
      from = end;
    }
    return stored;
  }

  public int count() {
    return count;
  }

  /** An agency's bets, in the order they are stored. */
  public List<List<String>> of(int agency) {
    return byAgency.getOrDefault(agency, List.of());
  }
}
