package loteria.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import loteria.ipc.message.WorkerMessage.AgencyReport;
import loteria.ipc.message.WorkerMessage.Report;
import loteria.ledger.LedgerSnapshot;

/**
 * Makes reports of what is new since the last one. Of a million agencies it knows only those of
 * which there has been anything to report. Used by one thread.
 */
final class Reporter {
  private final Map<Integer, AgencyReport> reported = new HashMap<>();
  private Set<Integer> connectedBefore = Set.of();

  /**
   * What to report now.
   *
   * @param snapshot what the ledger says
   * @param connected the agencies that have a session here, and whether they wait for winners
   */
  Report report(LedgerSnapshot snapshot, Map<Integer, Boolean> connected) {
    Map<Integer, LedgerSnapshot.Totals> stored = new HashMap<>();
    snapshot.agencies().forEach(totals -> stored.put(totals.agency(), totals));
    Set<Integer> concerned = new HashSet<>(connectedBefore);
    concerned.addAll(connected.keySet());
    concerned.addAll(stored.keySet());
    connectedBefore = Set.copyOf(connected.keySet());
    List<AgencyReport> news = new ArrayList<>();
    for (int agency : concerned) {
      AgencyReport before =
          reported.getOrDefault(agency, new AgencyReport(agency, 0, 0, false, false));
      LedgerSnapshot.Totals totals =
          stored.getOrDefault(
              agency, new LedgerSnapshot.Totals(agency, before.batches(), before.bets()));
      Boolean waits = connected.get(agency);
      var now =
          new AgencyReport(
              agency, totals.batches(), totals.bets(), waits != null, Boolean.TRUE.equals(waits));
      if (isNews(now, before)) {
        reported.put(agency, now);
        news.add(now);
      }
    }
    return new Report(snapshot.work(), news);
  }

  /**
   * Compared by hand: Java makes a record's own {@code equals} when it is first called, and takes
   * as long for it as for a tenth of a small lottery.
   */
  private static boolean isNews(AgencyReport now, AgencyReport before) {
    return now.batches() != before.batches()
        || now.bets() != before.bets()
        || now.connected() != before.connected()
        || now.waiting() != before.waiting();
  }
}
