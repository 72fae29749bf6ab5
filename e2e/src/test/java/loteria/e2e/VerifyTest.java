package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class VerifyTest {
  private static final long SEED = 17;

  @TempDir Path folder;

  @Test
  void verifyFindsADrawSoundDuringAndAfterTheIntake() throws IOException {
    List<List<String>> bets = Bets.of(1, 60_000, 3, SEED);
    Path file = AgencyRun.file(folder, 1, bets);
    Path data = folder.resolve("data");
    try (RunningServer server = RunningServer.start(folder, 2, 1);
        AgencyRun agency = AgencyRun.start(folder, server, 1, file)) {
      server.program().awaitLine("apuesta_recibida \\| result: success", 10);
      do {
        VerifyRun during = VerifyRun.of(folder, data);
        assertEquals(0, during.code(), during::toString);
        assertEquals(List.of("result    sound"), during.lines("result"));
      } while (agency.program().isAlive());
      assertEquals(Bets.documents(bets, 3), agency.winners());
      assertEquals(List.of(), agency.complaints());
      assertEquals(0, server.stop());
    }
    VerifyRun after = VerifyRun.of(folder, data);
    assertEquals(0, after.code(), after::toString);
    assertEquals(List.of(), after.lines("note"));
    assertEquals(List.of("draw      number 7574, 3 winners"), after.lines("draw"));
    assertTrue(
        after.lines().stream().anyMatch(line -> line.matches(" +1 +\\d+ +60000 +yes")),
        after::toString);
  }

  @Test
  void damageIsOneLineWithItsPlaceAndWithoutABet() throws IOException {
    Path data = folder.resolve("data");
    List<List<String>> bets = Bets.of(1, 30, 0, SEED);
    try (RunningServer server = RunningServer.start(folder, 1, 1);
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      for (int batch = 0; batch < 3; batch++) {
        Reply reply = client.ask(Bets.batch(1, batch + 1, bets, batch * 10, batch * 10 + 10));
        assertEquals(new Reply.Ack(batch + 1, 10), reply);
      }
      assertEquals(new Reply.Finished(0), client.ask(Bets.finish(1, 3, bets, 30)));
      client.ask(new Request.Results(true));
      assertEquals(0, server.stop());
    }
    Path stored = data.resolve("default").resolve("bets.csv");
    Damage.flip(stored, Files.size(stored) / 2);
    VerifyRun run = VerifyRun.of(folder, data);
    assertEquals(1, run.code(), run::toString);
    assertEquals(
        List.of(
            "problem   bets.csv differs from the log in 1 bytes, from byte %d on"
                .formatted(Files.size(stored) / 2)),
        run.lines("problem"));
    for (List<String> bet : bets) {
      assertTrue(run.lines().stream().noneMatch(line -> line.contains(bet.get(2))), run::toString);
    }
  }

  /** Bets.csv may be changed in any way: the log is the truth. */
  @Test
  void editedBetsAreExportedAgain() throws IOException {
    List<List<String>> bets = Bets.of(1, 30, 0, SEED);
    Path data = folder.resolve("data");
    Path stored = data.resolve("default").resolve("bets.csv");
    Path copy = folder.resolve("copy.csv");
    byte[] written;
    try (RunningServer server = RunningServer.start(folder, 1, 1);
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      assertEquals(new Reply.Ack(1, 30), client.ask(Bets.batch(1, 1, bets, 0, 30)));
      written = Files.readAllBytes(stored);
      assertEquals(0, export(data, copy.toString()));
      assertArrayEquals(written, Files.readAllBytes(copy));
      assertEquals(12, export(data), "the server has that file open");
      assertEquals(0, server.stop());
    }
    Files.writeString(stored, "1,Ana");
    assertEquals(1, VerifyRun.of(folder, data).code());
    assertEquals(0, export(data));
    assertArrayEquals(written, Files.readAllBytes(stored));
    VerifyRun verify = VerifyRun.of(folder, data);
    assertEquals(0, verify.code(), verify::toString);

    Path log = data.resolve("default").resolve("log").resolve("0000000000000000");
    Damage.flip(log, Damage.find(log, bets.get(7).get(2)));
    assertEquals(13, export(data));
    assertArrayEquals(written, Files.readAllBytes(stored));
  }

  private int export(Path data, String... file) {
    List<String> arguments = new ArrayList<>(List.of("export", "--data", data.toString()));
    arguments.addAll(List.of(file));
    try (Program program = Program.start(folder, "supervisor", arguments)) {
      return program.awaitExit();
    }
  }

  @Test
  void aMissingDrawIsReportedAndNotCreated() {
    Path data = folder.resolve("data");
    VerifyRun run = VerifyRun.of(folder, data, "--draw", "other");
    assertEquals(1, run.code());
    assertEquals(
        List.of("verify: there is no " + data.resolve("other").resolve("log")), run.lines());
    assertTrue(Files.notExists(data));
  }
}
