package loteria.supervisor;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import loteria.ipc.process.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
class DescriptorLimitTest {
  @Test
  void tooFewForOneSessionAreRefusedWithWhatIsMissing() {
    var limit = new DescriptorLimit(44, 11);
    var refused = assertThrows(UsageException.class, () -> limit.check(2, 1));
    assertEquals(
        "44 files may be open at once, and at least 45 must be for 2 workers (ulimit -n)",
        refused.getMessage());
    assertDoesNotThrow(() -> new DescriptorLimit(45, 11).check(2, 1000));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void linuxTellsIt() {
    DescriptorLimit limit = DescriptorLimit.now();
    assertNotNull(limit);
    assertTrue(limit.open() > 2 && limit.max() >= limit.open(), limit.toString());
  }
}
