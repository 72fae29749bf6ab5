package loteria.supervisor.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import loteria.ipc.message.WorkerMessage.AgencyFinished;
import loteria.ipc.message.WorkerMessage.AgencyReport;
import loteria.ipc.message.WorkerMessage.Report;
import loteria.ipc.message.WorkerMessage.Work;
import loteria.supervisor.status.WorkerReports.Stored;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class WorkerReportsTest {
  private static final Work IDLE = new Work(0, 0, 0, 0, 0, List.of());
  private static final Instant NINE = Instant.parse("2026-11-21T09:00:00Z");
  private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

  private Instant now = NINE;
  private final WorkerReports reports = new WorkerReports(() -> now);

  @Test
  void largestReportOfAnAgencyCounts() {
    reports.reported(11, of(new AgencyReport(1, 0, 0, false, false)));
    reports.reported(12, of());
    reports.reported(11, of(new AgencyReport(1, 5, 350, true, false)));
    reports.reported(12, of(new AgencyReport(1, 3, 210, false, false)));
    assertEquals(Map.of(1, new Stored(5, 350, NINE)), reports.stored());
    now = TEN;
    reports.reported(12, of(new AgencyReport(1, 6, 420, false, false)));
    assertEquals(Map.of(1, new Stored(6, 420, TEN)), reports.stored());
  }

  /** A worker that has just started reports bets that were stored before: they are not new. */
  @Test
  void betsFoundAtAWorkersStartAreNotNew() {
    reports.reported(11, of(new AgencyReport(1, 5, 350, false, false)));
    assertEquals(Map.of(1, new Stored(5, 350, null)), reports.stored());
  }

  /** That may be before any worker's next report, which is then older. */
  @Test
  void anAgencyThatHasFinishedHasAllThatItSaid() {
    reports.reported(11, of(new AgencyReport(1, 5, 350, false, false)));
    now = TEN;
    reports.finished(new AgencyFinished(1, 4096, 7, 490));
    reports.reported(12, of(new AgencyReport(1, 6, 420, false, false)));
    assertEquals(Map.of(1, new Stored(7, 490, TEN)), reports.stored());
    assertEquals(new Status.Stored(490, 7), reports.all());
  }

  @Test
  void storedBetsStayKnownWhenTheirWorkerIsGone() {
    reports.reported(11, of(new AgencyReport(1, 5, 350, true, true)));
    assertEquals(Map.of(1, true), reports.connected());
    reports.left(11);
    assertEquals(Map.of(1, new Stored(5, 350, null)), reports.stored());
    assertEquals(Map.of(), reports.connected());
  }

  @Test
  void anAgencyWaitsIfItDoesSoInAnyOfItsSessions() {
    reports.reported(11, of(new AgencyReport(1, 0, 0, true, true)));
    reports.reported(12, of(new AgencyReport(1, 0, 0, true, false)));
    reports.reported(13, of(new AgencyReport(2, 0, 0, true, false)));
    assertEquals(Map.of(1, true, 2, false), reports.connected());
  }

  @Test
  void commitsOfWorkersThatAreGoneStayCounted() {
    reports.reported(11, new Report(new Work(1, 5, 2, 3, 900, List.of(1L, 2L)), List.of()));
    reports.reported(11, new Report(new Work(2, 9, 4, 5, 1500, List.of(2L, 3L)), List.of()));
    reports.left(11);
    reports.reported(12, new Report(new Work(1, 1, 1, 1, 100, List.of(1L, 0L)), List.of()));
    WorkerReports.Commits commits = reports.commits();
    assertEquals(6, commits.count());
    assertEquals(1600, commits.nanos());
    assertEquals(List.of(3L, 3L, 0L), commits.buckets().subList(0, 3));
  }

  @Test
  void nothingIsKnownBeforeTheFirstReport() {
    assertFalse(reports.begun());
    reports.reported(11, of());
    assertTrue(reports.begun());
    assertEquals(Map.of(), reports.stored());
  }

  private static Report of(AgencyReport... agencies) {
    return new Report(IDLE, List.of(agencies));
  }
}
