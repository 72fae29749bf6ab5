package loteria.brokers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import loteria.testkit.ChildJvm;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program answers commands, and no broker outlives it. */
@Timeout(120)
class BrokersMainTest {
  private static final String READY = "brokers ready: ";

  @TempDir Path folder;

  @Test
  void eachCommandIsAnsweredAndTheEndOfInputEndsAll() throws Exception {
    try (var program = start(1)) {
      List<ProcessHandle> brokers = program.process().children().toList();
      assertEquals(1, brokers.size());
      assertEquals("controller 1", answer(program, "controller"));
      assertEquals("failed: broker 1 runs already", answer(program, "start 1"));
      assertEquals("failed: there is no broker 2", answer(program, "kill 2"));
      assertEquals("failed: no command 'end'", answer(program, "end"));
      assertEquals("stopped 1", answer(program, "stop 1"));
      awaitGone(brokers);
      assertEquals("started 1", answer(program, "start 1"));
      brokers = program.process().children().toList();
      program.process().getOutputStream().close();
      assertEquals(0, program.awaitExit());
      awaitGone(brokers);
    }
  }

  @Test
  void brokersDieWithTheirParentEvenPausedOnes() throws Exception {
    try (var program = start(2)) {
      List<ProcessHandle> brokers = program.process().children().toList();
      assertEquals(2, brokers.size());
      assertEquals("paused 1", answer(program, "pause 1"));
      assertEquals("resumed 1", answer(program, "resume 1"));
      assertEquals("paused 2", answer(program, "pause 2"));
      program.kill();
      awaitGone(brokers);
    }
  }

  @Test
  void wrongArgumentsAreRefused() throws Exception {
    for (String count : List.of("0", "ten")) {
      try (var program = ChildJvm.start(BrokersMain.class, folder.toString(), count)) {
        assertEquals(2, program.awaitExit());
        assertTrue(program.lines().getLast().startsWith("usage: "), program.lines()::toString);
      }
    }
  }

  private ChildJvm start(int count) throws IOException {
    var program = ChildJvm.start(BrokersMain.class, folder.toString(), Integer.toString(count));
    String line = String.valueOf(program.line());
    assertTrue(line.startsWith(READY), line);
    assertEquals(count, line.substring(READY.length()).split(",", -1).length, line);
    return program;
  }

  private static String answer(ChildJvm program, String command) throws IOException {
    program.say(command);
    return String.valueOf(program.line());
  }

  private static void awaitGone(List<ProcessHandle> processes) {
    Awaitility.await("brokers gone")
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> processes.stream().noneMatch(BrokersMainTest::runs));
  }

  /** One that has ended counts as alive until its parent, which may be init, has waited for it. */
  private static boolean runs(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return process.isAlive() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException _) {
      return false;
    }
  }
}
