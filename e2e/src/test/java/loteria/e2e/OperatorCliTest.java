package loteria.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.supervisor.status.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of an operator while agencies are served. */
@Timeout(180)
class OperatorCliTest {
  private static final long SEED = 20_261_121;

  /** An agency besides those of the data sets. */
  private static final int LAST = DataSet.AGENCIES + 1;

  @TempDir Path folder;

  /** One data set is enough: the commands take no notice of what the bets are. */
  @Test
  void scaledAndReloadedWhileTheDataSetIsSentAndNoAgencyNotices() throws IOException {
    DataSet set = DataSet.all(folder, SEED).getLast();
    try (RunningServer server = RunningServer.start(folder, 2, LAST);
        NativeClient last = NativeClient.hello(server.port(), LAST)) {
      var operator = OperatorCli.of(server, folder);
      List<AgencyRun> runs = new ArrayList<>();
      for (var file : set.files().entrySet()) {
        // Small batches, one at a time, so that it takes a while.
        runs.add(
            AgencyRun.start(
                folder,
                server,
                file.getKey(),
                file.getValue(),
                "--batch-max",
                "5",
                "--window",
                "1"));
      }
      var over = new AtomicBoolean();
      CompletableFuture<Long> sent = CompletableFuture.supplyAsync(() -> sendUntil(over, last));
      await().until(() -> operator.status().totals().bets() > 0);
      assertDone(operator.ask("scale", "6"), "6 workers");
      assertDone(operator.ask("reload"), "6 workers replaced");
      assertDone(operator.ask("scale", "2"), "2 workers");
      over.set(true);
      long more = sent.join();
      assertTrue(more > 0);
      assertInstanceOf(
          Reply.Finished.class, last.ask(Bets.finish(LAST, more, copies(more), (int) more)));
      for (int i = 0; i < runs.size(); i++) {
        assertEquals(set.winners().get(i + 1), runs.get(i).winners(), set + " " + (i + 1));
        assertEquals(List.of(), runs.get(i).complaints(), set + " " + (i + 1));
      }
      assertEquals(set.bets() + more, StoredBets.read(server.folder()).count());
      assertEquals(List.of(), server.program().lines(" WARN "));
      assertAtRest(operator, server, set, more);
    }
  }

  /**
   * Sends one bet after the other until it is done: however fast the data set is sent, a request is
   * in flight all the time.
   *
   * @return how many were acknowledged, each as a batch of its own
   */
  private static long sendUntil(AtomicBoolean over, NativeClient client) {
    List<List<String>> bets = Bets.of(LAST, 1, 0, SEED);
    try {
      long batches = 0;
      while (!over.get()) {
        batches++;
        Reply reply = client.ask(Bets.batch(LAST, batches, bets, 0, 1));
        assertEquals(new Reply.Ack(batches, 1), reply);
      }
      return batches;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * When no request is in flight, the figures shown are those stored. Workers report them a few
   * times a second, so for a moment those from before may be shown.
   */
  private static void assertAtRest(
      OperatorCli operator, RunningServer server, DataSet set, long more) throws IOException {
    StoredBets stored = StoredBets.read(server.folder());
    await().until(() -> operator.status().totals().bets() == set.bets() + more);
    await().until(() -> operator.status().totals().waiting() == 0);
    Status status = operator.status();
    assertEquals(Status.Phase.DRAWN, status.phase());
    assertEquals(2, status.workers().size());
    for (Status.Agency agency : status.agencies()) {
      assertEquals(stored.of(agency.id()).size(), agency.bets(), "agency " + agency.id());
      List<String> winners = set.winners().getOrDefault(agency.id(), List.of());
      assertEquals(winners.size(), agency.winners());
      assertTrue(agency.finished());
      assertFalse(agency.waiting());
    }
  }

  @Test
  void closingALostAgencyMakesTheDraw() throws IOException {
    List<List<String>> bets = Bets.of(1, 20, 2, SEED);
    try (RunningServer server = RunningServer.start(folder, 2, 2)) {
      var operator = OperatorCli.of(server, folder);
      try (NativeClient second = NativeClient.hello(server.port(), 2)) {
        second.ask(Bets.batch(2, 1, Bets.of(2, 10, 1, SEED), 0, 10));
        await().until(() -> operator.status().agencies().get(1).connected());
        assertRefused(operator.ask("close", "2", "--yes"), "agency 2 is connected");
      }
      try (NativeClient first = NativeClient.hello(server.port(), 1)) {
        assertEquals(new Reply.Ack(1, 20), first.ask(Bets.batch(1, 1, bets, 0, 20)));
        assertEquals(new Reply.Finished(1), first.ask(Bets.finish(1, 1, bets, 20)));
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> !operator.status().agencies().get(1).connected());
        assertEquals(List.of(2), operator.status().waitsFor().agencies());
        assertRefused(operator.ask("close", "2"), "there is nobody to ask");
        assertRefused(operator.ask("close", "3", "--yes"), "agency 3 does not take part");
        assertDone(
            operator.ask("close", "2", "--yes"),
            "agency 2 is closed with what is stored: 10 bets, 1 batches");
        var winners = assertInstanceOf(Reply.Winners.class, first.ask(new Request.Results(true)));
        assertEquals(Bets.documents(bets, 2), winners.documents());
      }
      assertRefused(operator.ask("close", "2", "--yes"), "agency 2 is closed already");
      try (NativeClient second = NativeClient.hello(server.port(), 2)) {
        var late = assertInstanceOf(Reply.Failure.class, second.ask(new Request.Finish(2, 11, 0)));
        assertEquals(ErrorCode.TOTALS_DIFFER, late.code());
      }
      server.program().awaitLine("action: agency_closed \\| result: success \\| agency: 2");
    }
    VerifyRun sound = VerifyRun.of(folder, folder.resolve("data"));
    assertEquals(0, sound.code(), sound.toString());
  }

  @Test
  void drainedItTakesNothingMoreAndLosesNothing() throws IOException {
    List<List<String>> bets = Bets.of(1, 20, 2, SEED);
    try (RunningServer server = RunningServer.start(folder, 2, 2);
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      var operator = OperatorCli.of(server, folder);
      assertEquals(new Reply.Ack(1, 10), client.ask(Bets.batch(1, 1, bets, 0, 10)));
      assertDone(operator.ask("drain"), "drained: nothing is taken, nothing is in hand");
      await().until(() -> operator.status().phase() == Status.Phase.DRAINED);
      assertTrue(isClosed(client, Bets.batch(1, 2, bets, 10, 20)));
      assertThrows(ConnectException.class, () -> NativeClient.connect(server.port()));
      assertDone(operator.ask("drain"), "drained: nothing is taken, nothing is in hand");
      assertEquals(List.of("stopping", "stopped"), operator.ask("stop").lines());
      assertEquals(0, server.program().awaitExit());
      assertEquals(bets.subList(0, 10), StoredBets.read(server.folder()).of(1));
      assertRefused(operator.ask("status"), "no server runs on " + server.folder());
    }
  }

  @Test
  void impossibleCommandsAreRefusedWithAReason() {
    try (RunningServer server = RunningServer.start(folder, 1, 1)) {
      var operator = OperatorCli.of(server, folder);
      for (String number : List.of("0", "257", "many", "-1")) {
        OperatorCli.Output output = operator.ask("scale", number);
        assertEquals(2, output.code(), output.toString());
        assertEquals(1, output.lines().size(), output.toString());
      }
      assertEquals(2, operator.ask("close", "0", "--yes").code());
      assertRefused(operator.ask("close", "2", "--yes"), "agency 2 does not take part");
      assertEquals(2, operator.ask("scale").code());
      assertEquals(2, operator.ask("dance").code());
      assertEquals(2, operator.ask("status", "now").code());
    }
  }

  @Test
  void everyCommandSaysWhatItIsWhetherAServerRunsOrNot() {
    var operator = new OperatorCli(folder, folder.resolve("nowhere"));
    for (String command :
        List.of(
            "status", "scale", "reload", "drain", "stop", "close", "bets", "verify", "export",
            "import")) {
      OperatorCli.Output output = operator.ask(command, "--help");
      assertEquals(0, output.code(), output.toString());
      assertTrue(output.lines().getFirst().startsWith("supervisor " + command + " - "));
      assertEquals(output.lines(), operator.ask("help", command).lines());
    }
    assertEquals(2, operator.ask("dance", "--help").code());
  }

  @Test
  void aServerThatStartsIsNotTakenForNone() {
    var operator = new OperatorCli(folder, folder.resolve("data"));
    String folderOfDraw = folder.resolve("data/default").toString();
    assertRefused(operator.ask("status"), "no server runs on " + folderOfDraw);
    // It has its folder, and waits for its workers: of its sockets only that of operators is
    // missing.
    try (RunningServer server = RunningServer.start(folder, 1, 1)) {
      assertRefused(
          withoutSocket(operator, server), "the server on " + folderOfDraw + " is starting or");
    }
    assertRefused(operator.ask("status"), "no server runs on " + folderOfDraw);
  }

  /** A status that is asked while the socket is missing: the server soon makes it again. */
  private static OperatorCli.Output withoutSocket(OperatorCli operator, RunningServer server) {
    return await("a status without the socket")
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              Files.deleteIfExists(server.folder().resolve("run/control.sock"));
              return operator.ask("status");
            },
            status -> status.code() != 0);
  }

  private static boolean isClosed(NativeClient client, Request request) {
    try {
      return client.ask(request) == null;
    } catch (IOException _) {
      return true;
    }
  }

  private static void assertDone(OperatorCli.Output output, String last) {
    assertEquals(0, output.code(), output.toString());
    assertEquals(last, output.lines().getLast());
  }

  private static void assertRefused(OperatorCli.Output output, String why) {
    assertEquals(1, output.code(), output.toString());
    assertTrue(output.lines().stream().anyMatch(line -> line.contains(why)), output.toString());
  }

  /** The bets that {@link #sendUntil} has sent. */
  private static List<List<String>> copies(long count) {
    return Collections.nCopies((int) count, Bets.of(LAST, 1, 0, SEED).getFirst());
  }
}
