package loteria.supervisor.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import loteria.ipc.message.LatencyBuckets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LatenciesTest {
  private final Latencies latencies = new Latencies(3);

  @Test
  void aQuantileIsBetweenTheEndsOfItsBucket() {
    latencies.sample(counts(0, 0, 0));
    latencies.sample(counts(50, 40, 10));
    assertEquals(0.125, latencies.quantileMs(0.5), 1e-9);
    assertEquals(0.125 + 0.125 * 0.5, latencies.quantileMs(0.7), 1e-9);
    assertEquals(0.5, latencies.quantileMs(1), 1e-9);
  }

  @Test
  void oldSamplesDoNotCount() {
    latencies.sample(counts(0, 0, 0));
    latencies.sample(counts(0, 0, 1000));
    latencies.sample(counts(10, 0, 1000));
    latencies.sample(counts(20, 0, 1000));
    assertEquals(0.0625, latencies.quantileMs(0.5), 1e-9);
  }

  @Test
  void nothingTookNoTime() {
    assertEquals(0, latencies.quantileMs(0.99));
    latencies.sample(counts(5, 5, 5));
    latencies.sample(counts(5, 5, 5));
    assertEquals(0, latencies.quantileMs(0.99));
  }

  private static List<Long> counts(long first, long second, long third) {
    List<Long> counts = new ArrayList<>(List.of(first, second, third));
    while (counts.size() < LatencyBuckets.COUNT) {
      counts.add(0L);
    }
    return counts;
  }
}
