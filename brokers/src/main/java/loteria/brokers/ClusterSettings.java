package loteria.brokers;

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
 */
public record ClusterSettings(
    int count, Map<String, String> settings, boolean fullJit, List<String> javaOptions) {
  private static final int COUNT_MAX = 9;

  public ClusterSettings {
    if (count < 1 || count > COUNT_MAX) {
      throw new IllegalArgumentException("brokers: " + count + " is not from 1 to " + COUNT_MAX);
    }
    settings = Map.copyOf(settings);
    javaOptions = List.copyOf(javaOptions);
  }

  /** Brokers for tests. */
  public static ClusterSettings of(int count) {
    return new ClusterSettings(count, Map.of(), false, List.of());
  }

  /** The same with one more setting of all brokers. */
  public ClusterSettings with(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(key, value);
    return new ClusterSettings(count, more, fullJit, javaOptions);
  }

  /** The same with more flags of each broker's JVM, such as {@code -Xmx1g}. */
  public ClusterSettings withJavaOptions(String... options) {
    List<String> more = new ArrayList<>(javaOptions);
    more.addAll(List.of(options));
    return new ClusterSettings(count, settings, fullJit, more);
  }

  /** The same for measurements. */
  public ClusterSettings withFullJit() {
    return new ClusterSettings(count, settings, true, javaOptions);
  }
}
