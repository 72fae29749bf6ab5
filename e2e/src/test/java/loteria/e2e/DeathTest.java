package loteria.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The end of processes, on request or not. */
@Timeout(240)
class DeathTest {
  private static final long SEED = 11;

  /** Large: much happens while it is sent. */
  private static DataSet data;

  @TempDir Path folder;

  @BeforeAll
  static void makeUp(@TempDir Path shared) throws IOException {
    data = DataSet.madeUp(shared, SEED, 20_000);
  }

  @Test
  void aWorkerKilledWhileItAppendsIsNoticedByNoAgency() throws IOException {
    try (RunningServer server = RunningServer.start(folder, 4, DataSet.AGENCIES)) {
      Map<Integer, AgencyRun> runs = startAll(server);
      server.program().awaitLine("apuesta_recibida \\| result: success", 20);
      for (ProcessHandle worker : server.workers().values()) {
        worker.destroyForcibly();
        server.program().awaitLine("worker_exit .* pid: " + worker.pid());
      }
      assertAllEndWell(runs, server);
      assertEquals(4, server.program().lines("cause: killed (SIGKILL)").size());
    }
  }

  @Test
  void agenciesContinueAfterARestartOfEverything() throws IOException {
    Map<Integer, AgencyRun> runs;
    int port;
    try (RunningServer server = RunningServer.start(folder, 4, DataSet.AGENCIES)) {
      port = server.port();
      runs = startAll(server);
      server.program().awaitLine("apuesta_recibida \\| result: success", 50);
      server.kill();
    }
    try (RunningServer server = RunningServer.startOn(folder, port, 3, DataSet.AGENCIES)) {
      server.program().awaitLine("apuesta_recibida \\| result: success", 20);
      assertEquals(0, server.stop());
    }
    try (RunningServer server = RunningServer.startOn(folder, port, 4, DataSet.AGENCIES)) {
      for (var run : runs.entrySet()) {
        try (AgencyRun agency = run.getValue()) {
          assertEquals(data.winners().get(run.getKey()), agency.winners());
        }
      }
      assertEquals(data.bets(), StoredBets.read(server.folder()).count());
    }
  }

  @Test
  void anAgencyKilledInTheMiddleContinuesWhenItIsStartedAgain() throws IOException {
    List<List<String>> bets = Bets.of(1, 60_000, 3, SEED);
    Path file = AgencyRun.file(folder, 1, bets);
    try (RunningServer server = RunningServer.start(folder, 2, 1)) {
      try (AgencyRun first = AgencyRun.start(folder, server, 1, file)) {
        server.program().awaitLine("apuesta_recibida \\| result: success", 10);
        first.program().kill();
        first.program().awaitExit();
      }
      try (AgencyRun second = AgencyRun.start(folder, server, 1, file, "--batch-max", "33")) {
        server.program().awaitLine("apuesta_recibida \\| result: success \\| cantidad: 33", 10);
        second.program().terminate();
        assertEquals(0, second.program().awaitExit());
        second.program().awaitLine("action: exit \\| result: success");
      }
      try (AgencyRun third = AgencyRun.start(folder, server, 1, file)) {
        assertEquals(Bets.documents(bets, 3), third.winners());
      }
      assertEquals(bets, StoredBets.read(server.folder()).of(1));
    }
  }

  @Test
  void noWorkerOutlivesItsSupervisor() {
    try (RunningServer server = RunningServer.start(folder, 3, 1)) {
      Map<Integer, ProcessHandle> workers = server.workers();
      assertEquals(3, workers.size());
      server.kill();
      RunningServer.awaitGone(workers.values());
    }
    try (RunningServer server = RunningServer.start(folder, 3, 1)) {
      Map<Integer, ProcessHandle> workers = server.workers();
      assertEquals(0, server.stop());
      assertTrue(workers.values().stream().noneMatch(ProcessHandle::isAlive));
      assertEquals(List.of(), server.program().lines(" ERROR "));
    }
  }

  /**
   * The moments are random during the workers' start, each on a folder that is new or has been
   * used.
   */
  @Test
  void aServerStoppedWhileItsWorkersBootEndsImmediatelyWithoutAnError() {
    var random = new Random(SEED);
    for (int round = 0; round < 8; round++) {
      var moment = Duration.ofMillis(random.nextInt(500));
      String where = "round " + round + ", seed " + SEED + ", " + moment + " after the start";
      List<String> arguments =
          List.of("--port", "0", "--workers", "4", "--agencies", "1", "--data", folder + "/data");
      try (Program server = Program.start(folder, "supervisor", arguments)) {
        server.awaitLine("action: worker_start \\| result: success", 4);
        await().pollDelay(moment).until(() -> true);
        long begun = System.nanoTime();
        server.terminate();
        assertEquals(0, server.awaitExit(), where);
        assertEquals(List.of(), server.lines("result: fail"), where);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertTrue(took.compareTo(Duration.ofSeconds(8)) < 0, where + ", took " + took);
      }
    }
  }

  @Test
  void aTerminatedWorkerFinishesItsRequestsAndIsReplaced() throws IOException {
    List<List<String>> bets = Bets.of(1, 6400, 0, SEED);
    try (RunningServer server = RunningServer.start(folder, 2, 1);
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      for (int batch = 0; batch < 64; batch++) {
        client.send(Bets.batch(1, batch + 1, bets, batch * 100, batch * 100 + 100));
      }
      server.workers().values().forEach(ProcessHandle::destroy);
      for (int batch = 0; batch < 64; batch++) {
        assertEquals(new Reply.Ack(batch + 1, 100), client.receive());
      }
      assertEquals(new Reply.Finished(0), client.ask(Bets.finish(1, 64, bets, 6400)));
      server.awaitReady(4);
      assertEquals(new Reply.Winners(List.of()), client.ask(new Request.Results(true)));
      assertEquals(bets, StoredBets.read(server.folder()).of(1));
    }
  }

  @Test
  void anAgencyWaitingForTheDrawSurvivesItsWorkersDeath() throws Exception {
    try (RunningServer server = RunningServer.start(folder, 2, 2);
        NativeClient waiting = NativeClient.hello(server.port(), 1);
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      assertEquals(new Reply.Finished(1), waiting.ask(new Request.Finish(0, 0, 0)));
      Future<Reply> winners = threads.submit(() -> waiting.ask(new Request.Results(true)));
      for (ProcessHandle worker : server.workers().values()) {
        worker.destroyForcibly();
      }
      server.awaitReady(4);
      try (NativeClient last = NativeClient.hello(server.port(), 2)) {
        assertEquals(new Reply.Ack(1, 5), last.ask(Bets.batch(2, 1, Bets.of(2, 5, 1, SEED), 0, 5)));
        assertEquals(new Reply.Finished(0), last.ask(Bets.finish(2, 1, Bets.of(2, 5, 1, SEED), 5)));
      }
      assertEquals(new Reply.Winners(List.of()), winners.get());
    }
  }

  @Test
  void twentyConnectionsAppendAtOnceAndEachStoresItsBatchesWholeAndInOrder() throws Exception {
    int agencies = 20;
    try (RunningServer server = RunningServer.start(folder, 2, agencies);
        ExecutorService threads = Executors.newFixedThreadPool(agencies)) {
      List<Future<?>> senders = new ArrayList<>();
      for (int agency = 1; agency <= agencies; agency++) {
        int id = agency;
        senders.add(threads.submit(() -> send(server.port(), id)));
      }
      for (Future<?> sender : senders) {
        sender.get();
      }
      StoredBets stored = StoredBets.read(server.folder());
      for (int agency = 1; agency <= agencies; agency++) {
        assertEquals(Bets.of(agency, 2000, 0, SEED), stored.of(agency));
      }
    }
  }

  private static Object send(int port, int agency) throws IOException {
    List<List<String>> bets = Bets.of(agency, 2000, 0, SEED);
    try (NativeClient client = NativeClient.hello(port, agency)) {
      for (int batch = 0; batch < 100; batch++) {
        Reply reply = client.ask(Bets.batch(agency, batch + 1, bets, batch * 20, batch * 20 + 20));
        assertEquals(new Reply.Ack(batch + 1, 20), reply);
      }
    }
    return agency;
  }

  private Map<Integer, AgencyRun> startAll(RunningServer server) {
    Map<Integer, AgencyRun> runs = new TreeMap<>();
    data.files().forEach((id, file) -> runs.put(id, AgencyRun.start(folder, server, id, file)));
    return runs;
  }

  private static void assertAllEndWell(Map<Integer, AgencyRun> runs, RunningServer server)
      throws IOException {
    for (var run : runs.entrySet()) {
      try (AgencyRun agency = run.getValue()) {
        assertEquals(data.winners().get(run.getKey()), agency.winners());
        assertEquals(List.of(), agency.complaints());
      }
    }
    assertEquals(data.bets(), StoredBets.read(server.folder()).count());
  }
}
