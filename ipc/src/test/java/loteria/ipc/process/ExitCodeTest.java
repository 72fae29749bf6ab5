package loteria.ipc.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExitCodeTest {
  @Test
  void numbersAreDistinctAndNoSignals() {
    ExitCode[] codes = ExitCode.values();
    assertEquals(
        codes.length,
        Arrays.stream(codes).mapToInt(ExitCode::code).filter(c -> c < 126).distinct().count());
  }

  @Test
  void childsExitIsDescribedInWords() {
    assertEquals("success", ExitCode.describe(0));
    assertEquals("the disk failed", ExitCode.describe(10));
    assertEquals("killed (SIGKILL)", ExitCode.describe(137));
    assertEquals("terminated (SIGTERM)", ExitCode.describe(143));
    assertEquals("signal 2", ExitCode.describe(130));
    assertEquals("exit code 77", ExitCode.describe(77));
  }
}
