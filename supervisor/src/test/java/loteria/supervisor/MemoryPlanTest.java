package loteria.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Settings that exceed the memory are warned of at the start. */
@Timeout(10)
class MemoryPlanTest {
  private static final long MIB = 1 << 20;

  @Test
  void settingsThatFitAreNotWarnedOf() {
    assertEquals(List.of(), MemoryPlan.shortages(123 * MIB, 123 * MIB, 1024, false, 5, 64 * MIB));
    assertEquals(List.of(), MemoryPlan.shortages(200 * MIB, 200 * MIB, 1024, true, 5, 64 * MIB));
  }

  @Test
  void tooManyConnectionsAreSaidWithWhatTheyTake() {
    assertEquals(
        List.of(
            "20000 connections and 5 agencies may take 1121 MiB of the heap, which has room for 96:"
                + " raise -Xmx in JAVA_OPTS, or lower --max-connections"),
        MemoryPlan.shortages(128 * MIB, 1024 * MIB, 20_000, false, 5, 64 * MIB));
  }

  @Test
  void tooMuchHeldIsSaidWithWhatItTakes() {
    assertEquals(
        List.of(
            "1024 connections and --max-held-total-kib 262144 may take 284 MiB beside the heap,"
                + " where there are 128: raise -Xmx or -XX:MaxDirectMemorySize in JAVA_OPTS, or"
                + " lower one of the two"),
        MemoryPlan.shortages(128 * MIB, 128 * MIB, 1024, false, 5, 256 * MIB));
  }
}
