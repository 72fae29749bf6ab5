package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, fail, or have lost data that they had confirmed. */
@Timeout(240)
class DiskTest {
  private static final long SEED = 19;

  @TempDir Path folder;

  @Test
  void aFullDiskIsWaitedOutAndNothingIsLostOrStoredTwice() throws IOException {
    onSmallDisk(this::fillAndFree);
  }

  @Test
  void aDrawWaitsUntilThereIsRoomForTheWinners() throws IOException {
    onSmallDisk(this::drawOnFullDisk);
  }

  @Test
  void aStartOnAFullDiskReportsIt() throws IOException {
    onSmallDisk(
        disk -> {
          Path folderOfDraw = Files.createDirectories(disk.root().resolve("data/default"));
          disk.fill();
          try (Program program =
              Program.start(
                  folder,
                  "supervisor",
                  List.of(
                      "--port=0",
                      "--workers=1",
                      "--data=" + folderOfDraw.getParent(),
                      "--run=" + folder.resolve("run")))) {
            program.awaitLine("no room on the disk, waiting for it");
            program.terminate();
            assertEquals(0, program.awaitExit());
          }
        });
  }

  private interface DiskUse {
    void on(SmallDisk disk) throws IOException;
  }

  /**
   * If no small disk can be mounted, this fails in CI, and reports the test as skipped elsewhere.
   */
  private void onSmallDisk(DiskUse use) throws IOException {
    try (SmallDisk disk = SmallDisk.mount(Files.createDirectory(folder.resolve("disk")), 3)) {
      use.on(disk);
    } catch (SmallDisk.NotHere e) {
      if (System.getenv("CI") != null) {
        fail(e);
      }
      System.err.println("NOT TESTED, a disk that is full: " + e.getMessage());
    }
  }

  private void drawOnFullDisk(SmallDisk disk) throws IOException {
    List<List<String>> bets = Bets.of(1, 1, 1, SEED);
    Path data = disk.root().resolve("data");
    String run = folder.resolve("run").toString();
    try (RunningServer server =
            RunningServer.startUnder(List.of(), folder, data, 0, 2, 1, "--run", run);
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      assertTrue(isAcknowledged(client, batch(bets, 0, 1)));
      // FINISH uses the last free page.
      Path ballast = disk.fillBut(1);
      assertEquals(new Reply.Finished(0), client.ask(Bets.finish(1, 1, bets, 1)));
      client.send(new Request.Results(true));
      server
          .program()
          .awaitLine(
              "action: draw \\| result: fail \\| error: winners not written yet.*No space left", 2);
      Files.delete(ballast);
      assertEquals(new Reply.Winners(Bets.documents(bets, 1)), client.receive());
      assertEquals(List.of(), server.program().lines(" ERROR "));
      assertEquals(0, server.stop());
    }
    assertSound(data);
  }

  private void fillAndFree(SmallDisk disk) throws IOException {
    List<List<String>> bets = Bets.of(1, 12_000, 2, SEED);
    Path file = AgencyRun.file(folder, 1, bets);
    Path data = disk.root().resolve("data");
    Path ballast = disk.fill(2 << 20);
    String run = folder.resolve("run").toString();
    try (RunningServer server =
            RunningServer.startUnder(List.of(), folder, data, 0, 2, 2, "--run", run);
        AgencyRun agency = AgencyRun.start(folder, server, 1, file)) {
      server.program().awaitLine("apuesta_recibida \\| result: fail .*no room on the disk");
      agency.program().awaitLine("no room on the disk");
      Reply.Failure full = assertInstanceOf(Reply.Failure.class, sendMuch(server));
      assertEquals(ErrorCode.DISK_FULL, full.code());
      assertTrue(full.retryAfterMs() > 0);
      assertSound(data);
      Files.delete(ballast);
      try (NativeClient other = NativeClient.hello(server.port(), 2)) {
        assertInstanceOf(Reply.Finished.class, other.ask(new Request.Finish(0, 0, 0)));
      }
      assertEquals(Bets.documents(bets, 2), agency.winners());
      assertEquals(bets, StoredBets.read(server.folder()).of(1));
      assertEquals(List.of(), server.program().lines(" ERROR "));
      assertEquals(0, server.stop());
    }
    assertSound(data);
  }

  /** A large batch. The disk may have no room even for the record of its session. */
  private static @Nullable Reply sendMuch(RunningServer server) throws IOException {
    List<List<String>> bets = Bets.of(2, 18_000, 0, SEED);
    try (NativeClient client = NativeClient.connect(server.port())) {
      Reply reply = client.ask(new Request.Hello(2, ""));
      return reply instanceof Reply.Welcome
          ? client.ask(Bets.batch(2, 1, bets, 0, bets.size()))
          : reply;
    }
  }

  /**
   * A file may grow to a limit only: a write fails although the disk has room, and then it is
   * unknown what is on disk.
   */
  @Test
  void aWriteThatFailsStopsTheServerAndWhatWasAcknowledgedIsThere() throws IOException {
    List<List<String>> bets = Bets.of(1, 60_000, 0, SEED);
    List<String> launcher = List.of("sh", "-c", "ulimit -f 5000; exec \"$0\" \"$@\"");
    Path data = folder.resolve("data");
    int acknowledged = 0;
    try (RunningServer server = RunningServer.startUnder(launcher, folder, data, 0, 2, 1);
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      while (isAcknowledged(client, batch(bets, acknowledged, 100))) {
        acknowledged++;
      }
      assertTrue(acknowledged > 0, "the first batches find room");
      assertStoppedAsFailedDisk(server.program());
    }
    try (RunningServer server = RunningServer.start(folder, 2, 1)) {
      List<List<String>> stored = StoredBets.read(server.folder()).of(1);
      assertTrue(stored.size() >= acknowledged * 100, stored.size() + " stored");
      assertEquals(bets.subList(0, stored.size()), stored);
      assertEquals(0, server.stop());
    }
    assertSound(data);
  }

  /** Forcing fails: some files, such as bets.csv here, cannot be forced to disk. */
  @Test
  void aForceThatFailsKeepsTheServerFromStarting() throws IOException {
    Path draw = Files.createDirectories(folder.resolve("data").resolve("default"));
    Path bets = Files.createSymbolicLink(draw.resolve("bets.csv"), Path.of("/dev/null"));
    try (Program program = start()) {
      assertEquals(10, program.awaitExit());
      program.awaitLine("^supervisor: cannot start: ");
    } finally {
      Files.delete(bets);
    }
  }

  @Test
  void aLogDamagedInTheMiddleIsNotServedAndTheBatchIsNamed() throws IOException {
    List<List<String>> bets = Bets.of(1, 100, 0, SEED);
    Path data = folder.resolve("data");
    try (RunningServer server = RunningServer.start(folder, 2, 1);
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      for (int batch = 0; batch < 10; batch++) {
        assertTrue(isAcknowledged(client, batch(bets, batch, 10)));
      }
      assertEquals(0, server.stop());
    }
    Path log = data.resolve("default").resolve("log").resolve("0000000000000000");
    long at = Damage.find(log, bets.get(45).get(2)) + 3;
    Damage.flip(log, at);
    byte[] damaged = Files.readAllBytes(log);
    try (Program program = start()) {
      assertEquals(13, program.awaitExit());
      program.awaitLine(
          "action: ledger \\| result: fail \\| error: log segment 0000000000000000, position \\d+:"
              + " .*batch 5 of agency 1");
      assertEquals(List.of(), program.lines("action: ready"));
    }
    assertArrayEquals(damaged, Files.readAllBytes(log));
    VerifyRun verify = VerifyRun.of(folder, data);
    assertEquals(1, verify.code(), verify::toString);
    List<String> problems = verify.lines("problem");
    assertEquals(1, problems.size(), verify::toString);
    assertTrue(problems.getFirst().endsWith(": rows of batch 5 of agency 1 have changed"));
    Damage.flip(log, at);
    assertSound(data);
  }

  private Program start() {
    String data = folder.resolve("data").toString();
    return Program.start(
        folder, "supervisor", List.of("--port", "0", "--workers", "2", "--data", data));
  }

  private void assertSound(Path data) {
    VerifyRun verify = VerifyRun.of(folder, data);
    assertEquals(0, verify.code(), verify::toString);
  }

  private static void assertStoppedAsFailedDisk(Program program) {
    assertEquals(10, program.awaitExit());
    program.awaitLine(" ERROR .*action: ledger \\| result: fail \\| error: ");
    program.awaitLine("worker_exit .* cause: the disk failed");
    program.awaitLine("action: exit \\| result: fail \\| code: 10 \\| error: the disk failed");
  }

  /** The batch of this size after the given number of such batches. */
  private static Request.Batch batch(List<List<String>> bets, int after, int size) {
    return Bets.batch(1, after + 1, bets, after * size, (after + 1) * size);
  }

  /** Whether a batch is acknowledged; false once the server is gone. */
  private static boolean isAcknowledged(NativeClient client, Request.Batch batch) {
    try {
      return client.ask(batch) instanceof Reply.Ack;
    } catch (IOException _) {
      return false;
    }
  }
}
