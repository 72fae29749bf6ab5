package loteria.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loteria.ipc.wire.Coordination.AgencyReport;
import loteria.ipc.wire.Coordination.Report;
import loteria.worker.ledger.Survey;

/** Makes reports of what is new since the last one. Used by one thread. */
final class Reporter {
  private final Map<Integer, AgencyReport> reported = new HashMap<>();

  /**
   * What to report now.
   *
   * @param survey what the ledger says
   * @param connected the agencies that have a session here, and whether they wait for winners
   */
  Report report(Survey survey, Map<Integer, Boolean> connected) {
    List<AgencyReport> news = new ArrayList<>();
    for (Survey.Totals totals : survey.agencies()) {
      int agency = totals.agency();
      Boolean waits = connected.get(agency);
      var now =
          new AgencyReport(
              agency, totals.batches(), totals.bets(), waits != null, Boolean.TRUE.equals(waits));
      AgencyReport before = reported.getOrDefault(agency, nothing(agency));
      if (!now.equals(before)) {
        reported.put(agency, now);
        news.add(now);
      }
    }
    return new Report(survey.work(), news);
  }

  private static AgencyReport nothing(int agency) {
    return new AgencyReport(agency, 0, 0, false, false);
  }
}
