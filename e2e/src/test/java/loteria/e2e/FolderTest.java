package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders and files that disappear under a running server, or are not as a start expects them. */
@Timeout(120)
class FolderTest {
  private static final int BATCH = 10;
  private static final List<List<String>> BETS = Bets.of(1, 100_000, 0, 20);

  /** For cases that are carried out at once, each in a folder of its own. */
  @TempDir private static Path cases;

  @TempDir Path folder;

  @Test
  void fileThatIsRemovedEndsTheServerAndNothingIsAcknowledgedAfter() {
    AtOnce.forEach(
        List.of("bets.lock", "log/0000000000000000", "log/mark", "bets.csv", "supervisor.lock"),
        FolderTest::assertEndsWithout);
  }

  private static void assertEndsWithout(String name) throws IOException {
    Path folder = folderOf(name);
    Path file = folder.resolve("data/default").resolve(name);
    Ended ended = sendUntilItEnds(folder, () -> Files.delete(file));
    boolean isLog = name.startsWith("log/");
    String what = isLog ? "the log's file " + file.getFileName() : file.toString();
    assertSaid(ended, what + " was removed while the server runs");
    if (isLog) {
      assertStartEnds(folder, 13, " is missing: restore it");
    } else {
      assertStored(folder, ended.acknowledged());
    }
  }

  /** An agency gets the winners of the draw, or nothing. */
  @Test
  void changedWinnersEndTheServer() {
    AtOnce.forEach(
        List.of("removed", "replaced", "overwritten", "cut"), FolderTest::assertEndsWithWinners);
  }

  private static void assertEndsWithWinners(String what) throws IOException {
    Path folder = folderOf(what);
    try (RunningServer server = RunningServer.start(folder, 2, 1);
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      List<List<String>> bets = Bets.of(1, BATCH, 2, 20);
      client.send(Bets.batch(1, 1, bets, 0, BATCH));
      client.send(Bets.finish(1, 1, bets, BATCH));
      client.send(new Request.Results(true));
      assertInstanceOf(Reply.Ack.class, client.receive());
      assertInstanceOf(Reply.Finished.class, client.receive());
      Reply received = client.receive();
      assertEquals(new Reply.Winners(Bets.documents(bets, 2)), received);

      Path file = server.folder().resolve("winners.csv");
      switch (what) {
        case "removed" -> Files.delete(file);
        case "replaced" ->
            Files.move(
                Files.copy(file, folder.resolve("copy")),
                file,
                StandardCopyOption.REPLACE_EXISTING);
        case "overwritten" -> Files.writeString(file, "1,99999999\r\n");
        default -> Files.write(file, new byte[0]);
      }
      assertAsBeforeOrNothing(received, client);
      assertEquals(10, server.program().awaitExit());
      assertEquals(List.of(), server.program().lines(" at loteria."));
      // Any of three may notice it first: the watch, the worker that sends it, or the one that
      // opens it.
      server.program().awaitLine("result: fail \\| error: .*winners\\.csv( |$)");
    }
  }

  private static void assertAsBeforeOrNothing(@Nullable Reply received, NativeClient client) {
    try {
      Reply again = client.ask(new Request.Results(true));
      if (again != null && !(again instanceof Reply.Failure)) {
        assertEquals(received, again);
      }
    } catch (IOException _) {
      // The server ends.
    }
  }

  @Test
  void fileThatIsReplacedByItsCopyEndsTheServer() throws IOException {
    Path file = folder.resolve("data/default/bets.csv");
    Ended ended =
        sendUntilItEnds(
            folder,
            () -> {
              Path copy = Files.copy(file, folder.resolve("copy"));
              Files.delete(file);
              Files.move(copy, file);
            });
    assertSaid(ended, file + " was replaced while the server runs");
  }

  /** The worker that would replace the killed one finds no folder, and creates none. */
  @Test
  void folderThatIsMovedIsNotMadeAgainAndHasAllOnceItIsBack() throws IOException {
    Path data = folder.resolve("data");
    Path moved = folder.resolve("moved");
    Ended ended =
        sendUntilItEnds(
            folder,
            () -> {
              Files.move(data, moved);
              Files.createDirectory(data);
            });
    assertSaid(ended, data.toString());
    assertEquals(List.of(), list(data));
    Files.delete(data);
    Files.move(moved, data);
    assertStored(folder, ended.acknowledged());
  }

  @Test
  void runFolderThatIsRemovedIsMadeAgainAndAgenciesAreServed() throws IOException {
    Path run = folder.resolve("run");
    try (RunningServer server = RunningServer.start(folder, 2, 1, "--run", run.toString())) {
      for (Path file : list(run)) {
        Files.delete(file);
      }
      Files.delete(run);
      server.program().awaitLine("action: run .* was removed while the server runs");
      try (NativeClient client = NativeClient.hello(server.port(), 1)) {
        assertInstanceOf(Reply.Ack.class, client.ask(Bets.batch(1, 1, BETS, 0, BATCH)));
      }
      try (Program status =
          Program.start(folder, "supervisor", List.of("status", "--run", run.toString()))) {
        assertEquals(0, status.awaitExit(), () -> String.join("\n", status.lines()));
      }
      assertEquals(0, server.stop());
    }
  }

  @Test
  void runFolderOfAnotherServerIsNotTaken() {
    String run = folder.resolve("run").toString();
    String other = folder.resolve("other").toString();
    try (RunningServer server = RunningServer.start(folder, 1, 1, "--run", run);
        Program second =
            Program.start(
                folder, "supervisor", List.of("--port", "0", "--data", other, "--run", run))) {
      assertEquals(12, second.awaitExit());
      second.awaitLine("^supervisor: cannot start: another supervisor uses it: " + run);
      try (NativeClient client = NativeClient.hello(server.port(), 1)) {
        assertInstanceOf(Reply.Finished.class, client.ask(new Request.Finish(0, 0, 0)));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void folderOfTheVersionBeforeIsRefused() throws IOException {
    Path journal = Files.createDirectories(folder.resolve("data/default")).resolve("journal");
    Files.write(journal, new byte[64]);
    assertStartEnds(
        folder, 13, journal + " is of an earlier version: serve this draw with that one");
    assertEquals(64, Files.size(journal));
  }

  /** A start that cannot open its files is a failure of the disk, not of the settings. */
  @Test
  void filesThatCannotBeOpenedAreTheDisksFailure() throws IOException {
    Files.createDirectories(folder.resolve("data/default/supervisor.lock"));
    assertStartEnds(folder, 10, "supervisor.lock");
  }

  private static Path folderOf(String name) throws IOException {
    return Files.createDirectory(cases.resolve(name.replace('/', '-')));
  }

  private interface Fault {
    void happen() throws IOException;
  }

  /**
   * The outcome of a server during which something happened: acknowledged batches, and its output.
   */
  private record Ended(long acknowledged, List<String> lines) {}

  /** Sends batch after batch while something happens, until the server ends with 10. */
  private static Ended sendUntilItEnds(Path folder, Fault fault) throws IOException {
    long acknowledged = 0;
    try (RunningServer server =
            RunningServer.start(folder, 2, 1, "--run", folder.resolve("run").toString());
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      for (int i = 0; i < 20; i++) {
        assertTrue(isAcknowledged(client, acknowledged));
        acknowledged++;
      }
      fault.happen();
      while (isAcknowledged(client, acknowledged)) {
        acknowledged++;
      }
      assertEquals(10, server.program().awaitExit());
      return new Ended(acknowledged, server.program().lines());
    }
  }

  private static boolean isAcknowledged(NativeClient client, long before) {
    int from = (int) before * BATCH;
    try {
      return client.ask(Bets.batch(1, before + 1, BETS, from, from + BATCH)) instanceof Reply.Ack;
    } catch (IOException _) {
      return false;
    }
  }

  /** Asserts a line at ERROR. */
  private static void assertSaid(Ended ended, String why) {
    assertTrue(
        ended.lines().stream().anyMatch(line -> line.contains(" ERROR ") && line.contains(why)),
        () -> String.join("\n", ended.lines()));
  }

  private static void assertStartEnds(Path folder, int code, String why) {
    String data = folder.resolve("data").toString();
    try (Program start =
        Program.start(folder, "supervisor", List.of("--port", "0", "--data", data))) {
      assertEquals(code, start.awaitExit());
      start.awaitLine("^supervisor: cannot start: .*" + why);
      assertEquals(List.of(), start.lines("worker_start"));
    }
  }

  private static void assertStored(Path folder, long acknowledged) throws IOException {
    try (RunningServer server = RunningServer.start(folder, 2, 1)) {
      List<List<String>> stored = StoredBets.read(server.folder()).of(1);
      assertTrue(
          stored.size() >= acknowledged * BATCH, acknowledged + " batches, " + stored.size());
      assertEquals(BETS.subList(0, stored.size()), stored);
      assertEquals(0, server.stop());
    }
    VerifyRun verify = VerifyRun.of(folder, folder.resolve("data"));
    assertEquals(0, verify.code(), verify::toString);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return new ArrayList<>(files.toList());
    }
  }
}
