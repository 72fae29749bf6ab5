package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowDigest;
import loteria.ipc.row.RowWriter;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log of more segments than any process has open at once. */
@Timeout(240)
class LongLogTest {
  private static final int AGENCIES = 2;
  private static final int BATCHES = 150;
  private static final int ROWS = 2_200;
  private static final String FIRST_NAME = "Á".repeat(100);
  private static final String LAST_NAME = "Ñ".repeat(100);

  /** Before each of these batches a worker is killed, and before this one the whole server. */
  private static final List<Integer> WORKER_DEATHS = List.of(35, 70, 140);

  private static final int DEATH = 105;

  @TempDir Path folder;

  @Test
  void isRecoveredDrawnAndVerifiedAfterDeaths() throws IOException {
    Map<Integer, Agency> agencies = new TreeMap<>();
    for (int number = 1; number <= AGENCIES; number++) {
      agencies.put(number, new Agency(number));
    }
    int port;
    try (RunningServer server = RunningServer.start(folder, 3, AGENCIES)) {
      port = server.port();
      store(server, agencies, 1, DEATH);
      server.kill();
    }
    try (RunningServer server = RunningServer.startOn(folder, port, 3, AGENCIES)) {
      store(server, agencies, DEATH, BATCHES + 1);
      for (Agency agency : agencies.values()) {
        Reply finished = agency.ask(port, agency.finish());
        assertEquals(new Reply.Finished(AGENCIES - agency.number), finished);
      }
      killWorker(server, 2);
      for (Agency agency : agencies.values()) {
        Reply winners = agency.ask(port, new Request.Results(true));
        assertEquals(
            agency.winners(),
            winners instanceof Reply.Winners(var all) ? List.copyOf(all) : winners);
      }
      assertEquals(0, server.stop());
    }
    Path draw = folder.resolve("data").resolve("default");
    try (Stream<Path> segments = Files.list(draw.resolve("log"))) {
      assertTrue(segments.count() > 4, "segments");
    }
    VerifyRun verify = VerifyRun.of(folder, folder.resolve("data"));
    assertEquals(0, verify.code(), verify::toString);
    assertStored(draw.resolve("bets.csv"), agencies);

    Path first = draw.resolve("log").resolve("0000000000000000");
    Damage.flip(first, Files.size(first) / 2);
    try (RunningServer server = RunningServer.start(folder, 3, AGENCIES)) {
      server.program().awaitLine("segment 0000000000000000, position \\d+: .* of agency \\d");
      assertEquals(13, server.program().awaitExit());
    }
  }

  private static void store(RunningServer server, Map<Integer, Agency> agencies, int from, int to)
      throws IOException {
    for (int batch = from; batch < to; batch++) {
      if (WORKER_DEATHS.contains(batch)) {
        killWorker(server, 1 + WORKER_DEATHS.indexOf(batch));
      }
      for (Agency agency : agencies.values()) {
        assertEquals(new Reply.Ack(batch, ROWS), agency.ask(server.port(), agency.batch(batch)));
      }
    }
  }

  private static void killWorker(RunningServer server, int slot) {
    ProcessHandle worker = Objects.requireNonNull(server.workers().get(slot), "a worker");
    worker.destroyForcibly();
    server.program().awaitLine("worker_exit .* pid: " + worker.pid());
  }

  /** Every row of an agency is where it was stored, and there is no other. */
  private static void assertStored(Path bets, Map<Integer, Agency> agencies) throws IOException {
    Map<Integer, Integer> batches = new TreeMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(bets), 1 << 20)) {
      for (int part = 0; part < AGENCIES * BATCHES; part++) {
        in.mark(1);
        int number = in.read() - '0';
        in.reset();
        int batch = batches.merge(number, 1, Integer::sum);
        Agency agency = Objects.requireNonNull(agencies.get(number), "an agency");
        Bytes rows = agency.batch(batch).content();
        byte[] there = in.readNBytes(rows.length());
        assertTrue(
            Arrays.equals(rows.array(), rows.from(), rows.to(), there, 0, there.length),
            "batch " + batch + " of agency " + number);
      }
      assertEquals(-1, in.read(), "bytes behind the last row");
    }
  }

  /**
   * Sends one request after another; a request without a reply is sent again on another connection.
   */
  private static final class Agency {
    private final int number;
    private @Nullable NativeClient client;

    private Agency(int number) {
      this.number = number;
    }

    private Reply ask(int port, Request request) {
      return Awaitility.await("agency " + number)
          .atMost(Duration.ofSeconds(60))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(50))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> tryAsk(port, request), reply -> reply != null);
    }

    private @Nullable Reply tryAsk(int port, Request request) throws IOException {
      try {
        if (client == null) {
          client = NativeClient.connect(port);
          if (!(client.ask(new Request.Hello(number, "")) instanceof Reply.Welcome)) {
            throw new IOException("no welcome");
          }
        }
        Reply reply = client.ask(request);
        client = reply == null ? null : client;
        return reply;
      } catch (IOException e) {
        client = null;
        throw e;
      }
    }

    private Request.Batch batch(int id) {
      var rows = new RowWriter(ROWS * 450);
      for (int i = (id - 1) * ROWS; i < id * ROWS; i++) {
        rows.write(
            new AgencyId(number),
            FIRST_NAME,
            LAST_NAME,
            document(i),
            "1990-05-17",
            Integer.toString(i % 10_000));
      }
      return new Request.Batch(id, ROWS, Bytes.of(rows.toByteArray()));
    }

    private Request.Finish finish() {
      var digest = new RowDigest.Running();
      for (int id = 1; id <= BATCHES; id++) {
        Bytes rows = batch(id).content();
        digest.add(rows.array(), rows.from(), rows.to());
      }
      return new Request.Finish(BATCHES, (long) BATCHES * ROWS, digest.soFar().value());
    }

    private List<String> winners() {
      List<String> winners = new ArrayList<>();
      for (int i = Bets.WINNING_NUMBER; i < BATCHES * ROWS; i += 10_000) {
        winners.add(document(i));
      }
      return winners;
    }

    private String document(int bet) {
      return "%d%08d".formatted(number, bet);
    }
  }
}
