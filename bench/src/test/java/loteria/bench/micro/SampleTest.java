package loteria.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import loteria.ipc.codec.TextDialect;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Request;
import loteria.ipc.message.WireException;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowCheck;
import loteria.ipc.row.RowSplitter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class SampleTest {
  private final Sample sample = new Sample();

  @Test
  void itsBetsAreGood() {
    byte[] rows = sample.rows();
    var check = RowCheck.of(new AgencyId(Sample.AGENCY), LocalDate.of(2026, 1, 1));
    assertEquals(List.of(), check.check(rows, 0, rows.length).bad());
    assertEquals(Sample.BETS, RowSplitter.count(rows, 0, rows.length));
  }

  @Test
  void asTextItIsTheSameBatch() throws WireException {
    var batch = new Request.Batch(1, Sample.BETS, Bytes.of(sample.rows()));
    assertEquals(
        new TextDialect.Bet(new AgencyId(Sample.AGENCY), batch),
        TextDialect.message(Bytes.of(sample.text())));
  }
}
