package loteria.supervisor.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import loteria.supervisor.draw.DrawProgress;
import loteria.supervisor.status.WorkerReports.Stored;
import org.jspecify.annotations.Nullable;

/**
 * The figures of each agency, sample by sample. There may be a million of them: then only those
 * that are connected or have stored bets are listed. Used by one thread.
 */
final class AgencySampler {
  /** The most agencies that are listed. */
  static final int LISTED_MAX = 1000;

  /**
   * How long an agency still counts as connected: in the text dialect each batch may use a
   * connection of its own, gone when it is sampled.
   */
  private static final Duration CONNECTED_AFTER_BATCH = Duration.ofSeconds(2);

  private static final Stored NOTHING = new Stored(0, 0, null);

  private final WorkerReports reports;
  private final int agencies;
  private final Map<Integer, Rate> rates = new HashMap<>();

  AgencySampler(WorkerReports reports, int agencies) {
    this.reports = reports;
    this.agencies = agencies;
  }

  /**
   * One sample.
   *
   * @param connected how many are connected
   * @param waiting how many of them wait for their winners
   * @param listed each of them, in order; see {@link #LISTED_MAX}
   */
  record Sample(int connected, int waiting, List<Status.Agency> listed) {}

  Sample sample(long nowNanos, Instant now, DrawProgress draw) {
    Map<Integer, Stored> stored = reports.stored();
    Map<Integer, Boolean> connected = new HashMap<>(reports.connected());
    stored.forEach(
        (id, of) -> {
          if (!draw.finished().get(id) && isRecent(of.at(), now)) {
            connected.putIfAbsent(id, false);
          }
        });
    List<Status.Agency> listed = new ArrayList<>();
    for (int id : toList(stored, connected)) {
      Stored of = stored.getOrDefault(id, NOTHING);
      listed.add(
          new Status.Agency(
              id,
              of.bets(),
              of.batches(),
              rate(id, nowNanos, of.bets()),
              draw.finished().get(id),
              reports.isClosed(id),
              connected.containsKey(id),
              connected.getOrDefault(id, false),
              of.at(),
              draw.winners() == null ? null : draw.winners().of(id)));
    }
    int waiting = (int) connected.values().stream().filter(waits -> waits).count();
    return new Sample(connected.size(), waiting, List.copyOf(listed));
  }

  private int[] toList(Map<Integer, Stored> stored, Map<Integer, Boolean> connected) {
    if (agencies <= LISTED_MAX) {
      return IntStream.rangeClosed(1, agencies).toArray();
    }
    return IntStream.concat(
            stored.keySet().stream().mapToInt(Integer::intValue),
            connected.keySet().stream().mapToInt(Integer::intValue))
        .sorted()
        .distinct()
        .limit(LISTED_MAX)
        .toArray();
  }

  private double rate(int id, long nowNanos, long bets) {
    if (!reports.begun()) {
      return 0;
    }
    Rate rate = rates.computeIfAbsent(id, _ -> new Rate());
    rate.sample(nowNanos, bets);
    return rate.perSecond();
  }

  private static boolean isRecent(@Nullable Instant at, Instant now) {
    return at != null && at.plus(CONNECTED_AFTER_BATCH).isAfter(now);
  }
}
