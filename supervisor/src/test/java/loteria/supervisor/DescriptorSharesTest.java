package loteria.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import loteria.ipc.settings.UsageException;
import loteria.supervisor.DescriptorShares.Limit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
class DescriptorSharesTest {
  private static final int KEPT = 1;

  @Test
  void tooFewForOneSessionAreRefusedWithWhatIsMissing() throws UsageException {
    var limit = new Limit(121, 11);
    var refused =
        assertThrows(UsageException.class, () -> DescriptorShares.of(limit, 2, KEPT, 1, false));
    assertEquals(
        "the limit of 121 open files is too low: 2 workers need at least 122 (raise ulimit -n)",
        refused.getMessage());
    assertEquals(
        new DescriptorShares(1, 0, 0, 2),
        DescriptorShares.of(new Limit(122, 11), 2, KEPT, 1000, false));
    assertEquals(
        new DescriptorShares(1, 1, 0, 2),
        DescriptorShares.of(new Limit(124, 11), 2, KEPT, 1000, true));
  }

  @Test
  void whereNotAllFitConnectionsAreFewerAndWorkersAreKept() throws UsageException {
    DescriptorShares shares = DescriptorShares.of(new Limit(1024, 11), 4, KEPT, 1024, true);
    assertEquals(new DescriptorShares(221, 110, 1, 4), shares);
  }

  @Test
  void whereAllFitNothingIsCut() throws UsageException {
    var all = new DescriptorShares(1024, 256, 64, 256);
    assertEquals(all, DescriptorShares.of(new Limit(1 << 20, 11), 4, KEPT, 1024, true));
    assertEquals(all, DescriptorShares.of(null, 4, KEPT, 1024, true));
  }

  /** For every limit, the sum of the shares is within it. */
  @Test
  void sharesNeverExceedTheLimit() throws UsageException {
    for (int max = 124; max < 20_000; max += 13) {
      DescriptorShares shares = DescriptorShares.of(new Limit(max, 11), 2, KEPT, 4096, true);
      long all =
          11
              + 44
              + 22L * (KEPT + 1)
              + 10L * shares.workersMax()
              + 2L * shares.webRequests()
              + shares.spares()
              + 3L * shares.connections();
      assertTrue(all <= max, max + " for " + shares);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void linuxReportsIt() {
    Limit limit = Limit.now();
    assertNotNull(limit);
    assertTrue(limit.open() > 2 && limit.max() >= limit.open(), limit.toString());
  }
}
