package loteria.ledger.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import loteria.ipc.message.Bytes;
import loteria.ipc.row.RowDigest;
import loteria.ledger.state.Entry;
import loteria.ledger.state.MadeUpEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RowReaderTest {
  private static final long SEED = 20_261_129;

  /** Whatever lies across two parts, and however long a batch is. */
  @Test
  void eachBatchHasItsDigestHoweverItLies() throws IOException {
    var random = new Random(SEED);
    for (int round = 0; round < 200; round++) {
      byte[] rows = new byte[random.nextInt(2_000)];
      random.nextBytes(rows);
      var reader = new RowReader(entry(rows), new byte[1 + random.nextInt(300)]);
      String what = "seed " + SEED + ", round " + round;
      int at = 0;
      while (at < rows.length) {
        int length = random.nextInt(Math.min(rows.length - at, 700) + 1);
        assertEquals(RowDigest.of(rows, at, at + length), reader.digest(length), what);
        at += length;
      }
      assertEquals(RowDigest.EMPTY, reader.digest(0), what);
      assertNull(reader.digest(1), what);
      assertNull(new RowReader(entry(rows), new byte[64]).digest(rows.length + 1), what);
    }
  }

  @Test
  void noBatchHasLessThanNothing() throws IOException {
    assertNull(new RowReader(entry(new byte[10]), new byte[4]).digest(-1));
  }

  private static Entry entry(byte[] rows) {
    return new MadeUpEntry(0, EntryHeader.ALIGNMENT, List.of(), Bytes.of(rows));
  }
}
