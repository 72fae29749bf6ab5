package loteria.agency.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.message.Request;
import loteria.ipc.row.BadRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BatcherTest {
  private static final int FRAME_BYTES = 1024;

  @Test
  void noBatchHasMoreRowsThanAllowed() throws Exception {
    List<Batch> batches = batches(new Batcher(source(10, 5), 1, 4, FRAME_BYTES));

    assertEquals(List.of(4, 4, 2), batches.stream().map(Batch::rows).toList());
    assertEquals(List.of(1L, 2L, 3L), batches.stream().map(Batch::id).toList());
  }

  @Test
  void framesAreAsLongAsTheyMayBeAndNoLonger() throws Exception {
    for (int length = 1; length <= 300; length++) {
      var batcher = new Batcher(source(200, length), 1, 0, FRAME_BYTES);
      List<Batch> batches = batches(batcher);
      for (Batch batch : batches.subList(0, batches.size() - 1)) {
        int frame = NativeDialect.encode(batch.request()).remaining();
        assertTrue(frame <= FRAME_BYTES && frame + length + 2 > FRAME_BYTES, "frame of " + frame);
      }
      assertEquals(200, batches.stream().mapToInt(Batch::rows).sum());
    }
  }

  @Test
  void everyRowIsInOneBatchInOrder() throws Exception {
    long seed = 42;
    var random = new Random(seed);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      rows.add("r".repeat(random.nextInt(200)) + i);
    }
    var all = new StringBuilder();

    for (Batch batch : batches(new Batcher(source(rows), 1, 0, FRAME_BYTES))) {
      all.append(text(batch));
    }

    assertEquals(String.join("\r\n", rows) + "\r\n", all.toString(), "seed " + seed);
  }

  @Test
  void idsContinueFromTheFirst() throws Exception {
    var batcher = new Batcher(source(3, 5), 41, 2, FRAME_BYTES);

    assertEquals(40, batcher.lastId());
    assertEquals(List.of(41L, 42L), batches(batcher).stream().map(Batch::id).toList());
    assertEquals(42, batcher.lastId());
    assertTrue(batcher.ended());
  }

  @Test
  void aCorrectedBatchKeepsItsIdAndItsGoodRows() throws Exception {
    Batch batch = batches(new Batcher(source(List.of("1,a", "1,b", "1,c")), 5, 0, 1024)).getFirst();
    List<BadRow> bad = List.of(new BadRow(1, "late"));

    Batch corrected = batch.without(bad);

    assertEquals(5, corrected.id());
    assertEquals("1,a\r\n1,c\r\n", text(corrected));
    assertEquals(List.of(new Batch.RefusedRow(2, "late", List.of("b"))), batch.refused(bad));
    assertEquals(
        List.of(new Batch.RefusedRow(3, "x", List.of("c"))),
        corrected.refused(List.of(new BadRow(1, "x"))));
    assertEquals(0, corrected.without(List.of(new BadRow(0, ""), new BadRow(1, ""))).rows());
  }

  @Test
  void aBadRowThatIsNotThereIsAnError() throws Exception {
    Batch batch = batches(new Batcher(source(1, 5), 1, 0, FRAME_BYTES)).getFirst();

    assertThrows(
        IllegalArgumentException.class, () -> batch.without(List.of(new BadRow(1, "late"))));
    assertThrows(
        IllegalArgumentException.class, () -> batch.refused(List.of(new BadRow(-1, "late"))));
  }

  private static List<Batch> batches(Batcher batcher) throws IOException {
    List<Batch> batches = new ArrayList<>();
    for (Batch batch = batcher.next(); batch != null; batch = batcher.next()) {
      batches.add(batch);
    }
    return batches;
  }

  private static RowSource source(int count, int length) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add("r".repeat(length));
    }
    return source(rows);
  }

  private static RowSource source(List<String> rows) {
    var at = new int[1];
    return to -> {
      if (at[0] == rows.size()) {
        return RowSource.NONE;
      }
      byte[] row = rows.get(at[0]++).getBytes(StandardCharsets.UTF_8);
      to.write(row, 0, row.length);
      return at[0];
    };
  }

  private static String text(Batch batch) {
    Request.Batch request = batch.request();
    return new String(
        request.content().array(),
        request.content().from(),
        request.content().length(),
        StandardCharsets.UTF_8);
  }
}
