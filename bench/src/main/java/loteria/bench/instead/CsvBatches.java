package loteria.bench.instead;

import java.util.ArrayList;
import java.util.List;
import loteria.bench.load.RowPool;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowWriter;

/** An agency's batches as CSV, made in advance, as the load on our own server is. */
final class CsvBatches {
  private static final int COUNT = 32;

  private final List<byte[]> batches = new ArrayList<>();

  CsvBatches(RowPool pool, int agency, int bets) {
    var id = new AgencyId(agency);
    int bet = agency * 997;
    for (int batch = 0; batch < COUNT; batch++) {
      var rows = new RowWriter(64 << 10);
      for (int row = 0; row < bets; row++) {
        List<String> fields = pool.bet(bet++);
        rows.write(id, fields.get(0), fields.get(1), fields.get(2), fields.get(3), fields.get(4));
      }
      batches.add(rows.toByteArray());
    }
  }

  /** The rows of the next batch; after the last the first again. */
  byte[] batch(int index) {
    return batches.get(index % batches.size());
  }
}
