package loteria.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import loteria.brokers.FreePorts;
import loteria.ipc.message.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The output of a server: its lines, their order, and an output that is stuck or closed. */
@Timeout(120)
class OutputTest {
  private static final long SEED = 12;
  private static final Duration GRACE = Duration.ofSeconds(2);

  @TempDir Path folder;

  @Test
  void aStandardOutputThatNobodyReadsStopsNeitherIntakeNorTheEnd() throws Exception {
    Path fifo = folder.resolve("nobody-reads");
    assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
    var toFifo = List.of("sh", "-c", "f=$1; shift; exec \"$@\" >\"$f\"", "sh", fifo.toString());
    // More lines than a pipe and both processes' queues hold.
    List<List<String>> bets = Bets.of(1, 40_000, 0, SEED);
    int port = FreePorts.next();
    try (var _ = new RandomAccessFile(fifo.toFile(), "rw");
        Program server = start(toFifo, port, "--log-level", "DEBUG")) {
      awaitListening(port);
      try (NativeClient client = NativeClient.hello(port, 1)) {
        for (int batch = 0; batch < 100; batch++) {
          assertEquals(
              new Reply.Ack(batch + 1, 400),
              client.ask(Bets.batch(1, batch + 1, bets, batch * 400, batch * 400 + 400)));
        }
      }
      long begun = System.nanoTime();
      server.terminate();
      assertEquals(0, server.awaitExit());
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      assertTrue(took.compareTo(GRACE.multipliedBy(4)) < 0, "took " + took);
    }
  }

  /** Scripts search the output for these words, in this order. */
  @Test
  void theDrawIsLoggedOnceAfterEveryBetAndBeforeAnyAgencyHearsOfIt() throws Exception {
    try (RunningServer server = RunningServer.start(folder, 4, 2);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<List<String>>> agencies = new ArrayList<>();
      for (int agency = 1; agency <= 2; agency++) {
        int id = agency;
        agencies.add(threads.submit(() -> seenWithTheWinners(server, id)));
      }
      for (Future<List<String>> agency : agencies) {
        List<String> seen = agency.get();
        int drawn = indexOf(seen, "action: sorteo | result: success");
        List<String> before = seen.subList(0, drawn);
        assertEquals(80, count(before, "action: apuesta_recibida | result: success"));
      }
      assertEquals(0, server.stop());
      assertEquals(1, server.program().lines("action: sorteo ").size());
      assertEquals(1, server.program().lines("action: draw | result: in_progress").size());
    }
  }

  /**
   * An agency of the text dialect, with a connection for each batch; prints when it has its
   * winners.
   */
  private static List<String> seenWithTheWinners(RunningServer server, int agency)
      throws IOException {
    var client = new TextClient(server.port(), agency);
    for (int batch = 1; batch <= 40; batch++) {
      client.bet(batch, List.of("Ana,Paz," + agency + "000" + batch + ",1990-01-01," + batch));
    }
    client.fin();
    return server.program().lines();
  }

  @Test
  void standardStreamsThatAreClosedBecomeNoFiles() throws Exception {
    int port = FreePorts.next();
    var closed = List.of("sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh");
    try (Program server = start(closed, port)) {
      awaitListening(port);
      List<ProcessHandle> processes = new ArrayList<>();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                processes.clear();
                ProcessHandle.of(server.pid()).stream()
                    .flatMap(it -> Stream.concat(Stream.of(it), it.children()))
                    .forEach(processes::add);
                return processes.size() == 3 && Files.exists(folder.resolve("data/default/log"));
              });
      for (ProcessHandle process : processes) {
        for (String stream : List.of("0", "1", "2")) {
          Path link = Path.of("/proc", Long.toString(process.pid()), "fd", stream);
          String file = Files.readSymbolicLink(link).toString();
          boolean isNoFile = file.startsWith("/dev/") || file.startsWith("pipe:");
          assertTrue(isNoFile, stream + " of " + process.pid() + " is " + file);
        }
      }
      server.terminate();
      assertEquals(0, server.awaitExit());
    }
  }

  @Test
  void logRotationsSignalEndsNobody() throws Exception {
    try (RunningServer server = RunningServer.start(folder, 1, 1)) {
      Signals.rotateLogs(ProcessHandle.of(server.program().pid()).orElseThrow());
      server.workers().values().forEach(Signals::rotateLogs);
      try (NativeClient client = NativeClient.hello(server.port(), 1)) {
        Reply reply = client.ask(Bets.batch(1, 1, Bets.of(1, 5, 0, SEED), 0, 5));
        assertEquals(new Reply.Ack(1, 5), reply);
      }
      assertEquals(0, server.stop());
      assertEquals(List.of(), server.program().lines("worker_exit | result: fail"));
    }
  }

  @Test
  void tooFewOpenFilesAreSaidAndTheServerEnds() {
    var few = List.of("sh", "-c", "ulimit -n 20; exec \"$@\"", "sh");
    try (Program server = start(few, 0)) {
      assertEquals(2, server.awaitExit());
      assertEquals(1, server.lines("the limit of 20 open files is too low: ").size());
      assertEquals(List.of(), server.lines(" ERROR "));
    }
  }

  private Program start(List<String> launcher, int port, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--port", Integer.toString(port), "--workers", "2"));
    arguments.addAll(List.of("--agencies", "1", "--grace", GRACE.toMillis() + "ms"));
    arguments.addAll(List.of("--data", folder.resolve("data").toString()));
    arguments.addAll(List.of(more));
    return Program.startUnder(launcher, folder, "supervisor", arguments, Map.of());
  }

  private static void awaitListening(int port) {
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              new Socket("localhost", port).close();
              return true;
            });
  }

  private static int indexOf(List<String> lines, String text) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i;
      }
    }
    throw new AssertionError("no line has '" + text + "':\n" + String.join("\n", lines));
  }

  private static long count(List<String> lines, String text) {
    return lines.stream().filter(line -> line.contains(text)).count();
  }
}
