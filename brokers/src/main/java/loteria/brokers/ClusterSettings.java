package loteria.brokers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many brokers there are, and how each of them runs.
 *
 * @param count how many; each is a controller too
 * @param settings as in {@code server.properties}; they replace those of {@link BrokerProperties}
 * @param fullJit whether both compilers and Kafka's usual collector are used, as for a measurement;
 *     otherwise a broker starts in less time
 * @param javaOptions further flags of each broker's JVM; the last of two that differ counts
 * @param clientGroups how many groups of clients there are on a network that can be cut; with 0
 *     there is no network, and no broker has faults but to be killed and paused
 * @param clockSkews by broker, how far its clock is before the machine's; empty for none
 */
public record ClusterSettings(
    int count,
    Map<String, String> settings,
    boolean fullJit,
    List<String> javaOptions,
    int clientGroups,
    List<Duration> clockSkews) {
  private static final int COUNT_MAX = 9;

  public ClusterSettings {
    if (count < 1 || count > COUNT_MAX) {
      throw new IllegalArgumentException("brokers: " + count + " is not from 1 to " + COUNT_MAX);
    }
    settings = Map.copyOf(settings);
    javaOptions = List.copyOf(javaOptions);
    clockSkews = List.copyOf(clockSkews);
  }

  /** Brokers for tests. */
  public static ClusterSettings of(int count) {
    return new ClusterSettings(count, Map.of(), false, List.of(), 0, List.of());
  }

  /** The same with one more setting of all brokers. */
  public ClusterSettings with(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(key, value);
    return new ClusterSettings(count, more, fullJit, javaOptions, clientGroups, clockSkews);
  }

  /** The same with more flags of each broker's JVM, such as {@code -Xmx1g}. */
  public ClusterSettings withJavaOptions(String... options) {
    List<String> more = new ArrayList<>(javaOptions);
    more.addAll(List.of(options));
    return new ClusterSettings(count, settings, fullJit, more, clientGroups, clockSkews);
  }

  /** The same for measurements. */
  public ClusterSettings withFullJit() {
    return new ClusterSettings(count, settings, true, javaOptions, clientGroups, clockSkews);
  }

  /** The same with a network, and disks that can fail. */
  public ClusterSettings withFaults(int groups) {
    return new ClusterSettings(count, settings, fullJit, javaOptions, groups, clockSkews);
  }

  /** The same with faults, and clocks that differ; the skews are those of the first brokers. */
  public ClusterSettings withClockSkews(Duration... skews) {
    return new ClusterSettings(
        count, settings, fullJit, javaOptions, Math.max(1, clientGroups), List.of(skews));
  }

  /** How far the clock of a broker is before the machine's. */
  Duration clockSkew(int id) {
    return id <= clockSkews.size() ? clockSkews.get(id - 1) : Duration.ZERO;
  }

  boolean hasFaults() {
    return clientGroups > 0;
  }
}
