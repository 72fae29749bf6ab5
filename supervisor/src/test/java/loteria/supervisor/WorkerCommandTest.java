package loteria.supervisor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerCommandTest {
  /** The option comes before the configured ones, so it holds unless they override it. */
  @Test
  void aWorkerWithoutMemoryEndsWhateverItsOptionsAre() throws Exception {
    String[] args = {"--worker-java-options", "-Xmx64m"};
    var settings = SupervisorSettings.of(SupervisorSettings.read(args, Map.of()), Map.of());
    List<String> command = WorkerCommand.of(settings);
    int flag = command.indexOf("-XX:+ExitOnOutOfMemoryError");
    assertTrue(flag > 0 && flag < command.indexOf("-Xmx64m"), command.toString());
  }
}
