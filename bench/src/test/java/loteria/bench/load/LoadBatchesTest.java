package loteria.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Request;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the load generator sends is what an agency would. */
@Timeout(10)
class LoadBatchesTest {
  private static final int AGENCY = 3;

  @TempDir private Path folder;

  @Test
  void everyFrameIsAGoodBatchWithItsOwnNumber() throws IOException {
    var batches = new LoadBatches(pool(), AGENCY, BatchSize.frame("8 kB", 8 << 10));
    var check = RowCheck.of(new AgencyId(AGENCY), LocalDate.of(2026, 1, 1));
    ByteBuffer out = ByteBuffer.allocateDirect(64 << 10);
    for (long id = 1; id <= 100; id++) {
      out.clear();
      assertTrue(batches.put(id, out));
      Request.Batch batch = decode(out.flip());
      assertEquals(id, batch.id());
      assertEquals(batches.rows(id), batch.rows());
      Bytes content = batch.content();
      assertEquals(
          List.of(),
          check.check(content.array(), content.from(), content.to()).bad(),
          "batch " + id);
    }
  }

  @Test
  void batchThatDoesNotFitIsNotAppended() throws IOException {
    var batches = new LoadBatches(pool(), AGENCY, BatchSize.rows(70));
    ByteBuffer small = ByteBuffer.allocateDirect(100);
    assertFalse(batches.put(1, small));
    assertEquals(0, small.position());
  }

  @Test
  void aBatchHasTheBetsThatWereAskedFor() throws IOException {
    assertEquals(70, new LoadBatches(pool(), AGENCY, BatchSize.rows(70)).rows(1));
    assertEquals(1, new LoadBatches(pool(), AGENCY, BatchSize.rows(1)).rows(1));
    var full = new LoadBatches(pool(), AGENCY, BatchSize.frame("8 kB", 8 << 10));
    assertTrue(full.frameBytesMax() <= 8 << 10 && full.frameBytesMax() > (8 << 10) - 100);
  }

  private RowPool pool() throws IOException {
    Files.writeString(
        folder.resolve("agency-1.csv"),
        """
        Ana,Paz,30123456,1990-05-17,7574
        "Paz, Ana",O'Higgins,30123457,1989-01-31,0
        José,Núñez,30123458,1970-12-01,9999
        """);
    return RowPool.read(folder, 1);
  }

  private static Request.Batch decode(ByteBuffer frame) throws IOException {
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return (Request.Batch) NativeDialect.request(Bytes.of(bytes));
  }
}
