package loteria.ipc.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LatencyBucketsTest {
  @Test
  void eachBucketHoldsWhatIsLongerThanTheOneBefore() {
    assertEquals(0, LatencyBuckets.of(0));
    for (int bucket = 0; bucket < LatencyBuckets.COUNT - 1; bucket++) {
      long end = LatencyBuckets.endNanos(bucket);
      assertEquals(bucket, LatencyBuckets.of(end));
      assertEquals(bucket + 1, LatencyBuckets.of(end + 1));
    }
  }

  @Test
  void theLastHoldsWhateverIsLonger() {
    assertEquals(LatencyBuckets.COUNT - 1, LatencyBuckets.of(Long.MAX_VALUE));
  }
}
