package loteria.bench.micro;

import java.nio.ByteBuffer;
import loteria.ipc.bet.RowDigest;
import loteria.worker.ledger.JournalRecord.BatchStored;
import loteria.worker.ledger.JournalRecord.Entry;
import loteria.worker.ledger.RecordCodec;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What is done with a record of the journal: one is written for each batch, and read by all. */
@State(Scope.Thread)
public class RecordBenchmark {
  private final Entry entry =
      new Entry(
          7,
          3,
          new BatchStored(1, 42, 1 << 20, 8192, Sample.BETS, new RowDigest(0x12345678, 1), 7));
  private final ByteBuffer written = ByteBuffer.allocateDirect(RecordCodec.SIZE);
  private final ByteBuffer record = ByteBuffer.allocateDirect(RecordCodec.SIZE);

  public RecordBenchmark() {
    RecordCodec.write(record, entry);
  }

  @Benchmark
  public ByteBuffer writeRecord() {
    RecordCodec.write(written.clear(), entry);
    return written;
  }

  @Benchmark
  public @Nullable Entry readRecord() {
    return RecordCodec.read(record, 0, entry.sequence());
  }
}
