package loteria.ipc.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExitCodeTest {
  /** All but one: the JVM itself uses that number in a server. */
  @Test
  void numbersAreDistinctForEachProgramAndNoSignals() {
    for (ExitCode other : List.of(ExitCode.OUT_OF_MEMORY, ExitCode.ROWS_REFUSED)) {
      List<Integer> codes =
          Arrays.stream(ExitCode.values())
              .filter(code -> code != other)
              .map(ExitCode::code)
              .filter(code -> code < 126)
              .toList();
      assertEquals(ExitCode.values().length - 1, Set.copyOf(codes).size());
    }
  }

  @Test
  void childsExitIsDescribedInWords() {
    assertEquals("success", ExitCode.describe(0));
    assertEquals("out of memory", ExitCode.describe(3));
    assertEquals("the disk failed", ExitCode.describe(10));
    assertEquals("killed (SIGKILL)", ExitCode.describe(137));
    assertEquals("terminated (SIGTERM)", ExitCode.describe(143));
    assertEquals("signal 2", ExitCode.describe(130));
    assertEquals("exit code 77", ExitCode.describe(77));
  }
}
