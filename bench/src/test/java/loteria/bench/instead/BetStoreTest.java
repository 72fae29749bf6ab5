package loteria.bench.instead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import loteria.bench.load.RowPool;
import loteria.ipc.row.RowSplitter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BetStoreTest {
  @TempDir Path folder;

  @BeforeEach
  void makeBets() throws Exception {
    Files.writeString(
        folder.resolve("agency-1.csv"),
        """
        Camila,Núñez,63155429,1993-08-07,7291
        "Axel, Juan",Ruiz,36588907,1947-07-23,3946
        Zoe,Paz,27686951,1997-12-21,0
        """);
  }

  @Test
  void sqliteStoresEveryBet() throws Exception {
    try (var store = new Sqlite(folder, RowPool.read(folder, 1))) {
      assertTrue(store.store(7, 10) > 0);
      store.store(1, 5);
      assertEquals(75, store.count());
    }
  }

  @Test
  void csvBatchesHaveTheAgencysBets() throws Exception {
    var batches = new CsvBatches(RowPool.read(folder, 1), 3, 2);
    byte[] rows = batches.batch(0);
    assertEquals(2, RowSplitter.count(rows, 0, rows.length));
    int end = RowSplitter.end(rows, 0, rows.length) - 2;
    assertEquals(
        List.of("3", "Camila", "Núñez", "63155429", "1993-08-07", "7291"),
        RowSplitter.fields(rows, 0, end));
  }

  @Test
  void aFolderThatIsNoVersionIsTheOldest() {
    assertEquals(17, PostgresPrograms.version(Path.of("/usr/lib/postgresql/17")));
    assertEquals(0, PostgresPrograms.version(Path.of("/usr/lib/postgresql/old")));
  }
}
