package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.folder.FileAccess;
import loteria.ledger.folder.DrawFolder;
import loteria.ledger.folder.LedgerIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder that has a ledger, and a topic that has none, or another: nothing is appended. */
@Timeout(120)
class OtherLedgerTest {
  private static final String DRAW = "other";

  @TempDir private Path folder;

  @Test
  void aServerAppendsNothingToTheTopicOfAnotherLedger() throws IOException {
    Path old = folder.resolve("old");
    LedgerIdentity before = DrawFolder.beginRun(old.resolve(DRAW), FileAccess.OWNER);
    String has = "has ledger " + before.id();
    String topic = "topic loteria-" + DRAW;
    assertRefused(old, topic + " is missing, and the draw's folder " + has);
    assertRefused(old, topic + " is missing, and the draw's folder " + has);
    assertEquals(1, runOfServer(), "the topic was empty");
    assertRefused(old, has + ", the replicated log is that of ledger ");
    assertEquals(2, runOfServer(), "nothing came between");
    assertEquals(before, LedgerIdentity.read(old.resolve(DRAW)));
  }

  /** The run that a server with a folder of its own begins: the offset behind its message. */
  private int runOfServer() throws IOException {
    Path data = folder.resolve("new");
    try (RunningServer server =
        RunningServer.startUnder(List.of(), folder, data, 0, 1, 1, flags())) {
      assertEquals(0, server.stop());
    }
    return LedgerIdentity.read(data.resolve(DRAW)).run();
  }

  private void assertRefused(Path data, String why) {
    List<String> arguments = new ArrayList<>(List.of("--agencies", "1", "--port", "0"));
    arguments.addAll(List.of("--data", data.toString()));
    arguments.addAll(List.of(flags()));
    try (Program supervisor = Program.start(folder, "supervisor", arguments)) {
      assertEquals(13, supervisor.awaitExit(), () -> supervisor.lines().toString());
      List<String> lines = supervisor.lines("supervisor: cannot start: ");
      assertEquals(1, lines.size(), () -> supervisor.lines().toString());
      assertTrue(lines.getFirst().contains(why), lines::toString);
    }
  }

  private static String[] flags() {
    String bootstrap = SharedBrokers.cluster().network().bootstrap(1);
    return new String[] {"--draw", DRAW, "--ledger", "kafka", "--kafka", bootstrap};
  }
}
