package loteria.bench.micro;

import java.time.LocalDate;
import loteria.ipc.codec.TextDialect;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.WireException;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowCheck;
import loteria.ipc.row.RowWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The work on a whole batch. */
@State(Scope.Thread)
public class BatchBenchmark {
  private final Sample sample = new Sample();
  private final byte[] rows = sample.rows();
  private final Bytes content = Bytes.of(rows);
  private final Bytes text = Bytes.of(sample.text());
  private final RowCheck check = RowCheck.of(new AgencyId(Sample.AGENCY), LocalDate.of(2026, 1, 1));
  private final RowWriter writer = new RowWriter(16 << 10);

  /** A worker checks every row. */
  @Benchmark
  public RowCheck.Verdict checkRows() {
    return check.check(rows, 0, rows.length);
  }

  /** Each end computes it of every frame, and a worker once more of the rows for the ledger. */
  @Benchmark
  public int crc32c() {
    return content.crc32c();
  }

  /** A worker turns a text message into rows. */
  @Benchmark
  public TextDialect.Message decodeText() throws WireException {
    return TextDialect.message(text);
  }

  /** An agency turns fields into rows. */
  @Benchmark
  public int writeRows() {
    writer.truncate(0);
    for (String[] bet : sample.bets()) {
      writer.write(bet);
    }
    return writer.size();
  }
}
