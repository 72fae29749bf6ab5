package loteria.supervisor.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import loteria.supervisor.draw.DrawProgress;
import loteria.supervisor.status.Reports.Stored;
import org.jspecify.annotations.Nullable;

/** What is seen of each agency, sample by sample. Used by one thread. */
final class AgencySampler {
  /**
   * In the text dialect each batch may come on a connection of its own, gone when it is sampled.
   */
  private static final Duration CONNECTED_AFTER_BATCH = Duration.ofSeconds(2);

  private static final Stored NOTHING = new Stored(0, 0, null);

  private final Reports reports;
  private final Rate[] rates;

  AgencySampler(Reports reports, int agencies) {
    this.reports = reports;
    this.rates = new Rate[agencies];
    for (int i = 0; i < agencies; i++) {
      rates[i] = new Rate();
    }
  }

  List<Status.Agency> sample(long nowNanos, Instant now, DrawProgress draw) {
    Map<Integer, Stored> stored = reports.stored();
    Map<Integer, Boolean> connected = reports.connected();
    Set<Integer> missing = new HashSet<>(draw.missing());
    List<Status.Agency> agencies = new ArrayList<>(rates.length);
    for (int id = 1; id <= rates.length; id++) {
      Stored of = stored.getOrDefault(id, NOTHING);
      Rate rate = rates[id - 1];
      if (reports.begun()) {
        rate.sample(nowNanos, of.bets());
      }
      boolean finished = !missing.contains(id);
      agencies.add(
          new Status.Agency(
              id,
              of.bets(),
              of.batches(),
              rate.perSecond(),
              finished,
              connected.containsKey(id) || (!finished && isRecent(of.at(), now)),
              connected.getOrDefault(id, false),
              of.at(),
              draw.winners() == null ? null : draw.winners().getOrDefault(id, 0)));
    }
    return List.copyOf(agencies);
  }

  private static boolean isRecent(@Nullable Instant at, Instant now) {
    return at != null && at.plus(CONNECTED_AFTER_BATCH).isAfter(now);
  }
}
