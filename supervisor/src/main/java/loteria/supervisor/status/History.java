package loteria.supervisor.status;

import java.time.Instant;
import java.util.List;

/**
 * The last minutes as a chart: one value for each interval, oldest first, all lists of one length.
 *
 * @param end when the last interval ended
 * @param intervalMs how long each is
 * @param betsPerSecond stored in each
 * @param commitP99Ms of each; 0 if nothing was stored
 */
public record History(
    Instant end, int intervalMs, List<Double> betsPerSecond, List<Double> commitP99Ms) {}
