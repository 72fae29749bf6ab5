package loteria.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import loteria.ipc.message.WorkerMessage.AgencyReport;
import loteria.ipc.message.WorkerMessage.Work;
import loteria.ledger.LedgerSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ReporterTest {
  private final Reporter reporter = new Reporter();

  @Test
  void onlyWhatIsNewIsReported() {
    var stored = new LedgerSnapshot.Totals(2, 1, 70);
    assertEquals(
        List.of(new AgencyReport(2, 1, 70, true, false)), report(Map.of(2, false), stored));
    assertEquals(List.of(), report(Map.of(2, false)));
    assertEquals(List.of(), report(Map.of(2, false), stored));
    assertEquals(List.of(new AgencyReport(2, 1, 70, true, true)), report(Map.of(2, true)));
    assertEquals(List.of(new AgencyReport(2, 1, 70, false, false)), report(Map.of()));
    assertEquals(List.of(), report(Map.of()));
  }

  private List<AgencyReport> report(
      Map<Integer, Boolean> connected, LedgerSnapshot.Totals... stored) {
    var survey = new LedgerSnapshot(new Work(0, 0, 0, 0, 0, List.of()), List.of(stored));
    return reporter.report(survey, connected).agencies();
  }
}
