package loteria.bench.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class UsageTest {
  @Test
  void theKernelReportsWhatAProcessUses() throws IOException {
    long self = ProcessHandle.current().pid();
    Usage one = Usage.of(List.of(self));
    assertTrue(one.cpuSeconds() > 0);
    assertTrue(one.residentKib() > 10_000 && one.proportionalKib() > 10_000);
    assertTrue(one.peakKib() >= one.residentKib());
    assertTrue(Usage.of(List.of(self, self)).peakKib() >= 2 * one.peakKib());
  }
}
