package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import loteria.e2e.AgencyRun;
import loteria.e2e.Bets;
import loteria.e2e.Dialer;
import loteria.e2e.NativeClient;
import loteria.e2e.Proof;
import loteria.e2e.TextClient;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.supervisor.status.PastDraw;
import loteria.supervisor.status.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A season: draws are held one after another while agencies come and go, and workers and the server
 * are killed at any moment. What was acknowledged is in its draw, in order and once; every seal,
 * number and winner is right.
 */
@Tag("fault")
@Timeout(3600)
class SeasonKillsTest {
  private static final int DRAWS = Integer.getInteger("loteria.season.draws", 2);
  private static final long SEED = Long.getLong("loteria.season.seed", 20_261_130);
  private static final int NATIVE = 1;
  private static final int PROGRAM = 2;
  private static final int TEXT = 3;
  private static final int AGENCIES = 3;
  private static final int IN_BATCH = 25;

  @TempDir Path folder;

  @Test
  void everySealNumberAndWinnerIsRight() throws Exception {
    try (var server = new KilledServer(folder, AGENCIES, new Random(SEED));
        ExecutorService agencies = Executors.newCachedThreadPool()) {
      List<Held> held = new ArrayList<>();
      for (int i = 1; i <= DRAWS; i++) {
        held.add(hold(server, agencies, i, held));
        String next = name(i + 1);
        Attempts.until(
            () -> {
              server.operator().ask("open", next);
              return server.operator().status().draw().equals(next);
            });
      }
      Status status = server.calm();
      for (int i = 0; i < DRAWS; i++) {
        Held draw = held.get(i);
        assertEquals(
            new PastDraw(draw.name(), draw.bets(), draw.seal(), draw.number(), draw.winners()),
            status.earlier().get(i),
            seed());
      }
      assertEquals(0, server.stop(), seed());
      for (Held draw : held) {
        prove(draw);
      }
    }
  }

  /**
   * A draw that was held.
   *
   * @param content of bets.csv, each agency's rows in order
   */
  private record Held(
      String name, long bets, String seal, int number, int winners, List<String> content) {}

  private Held hold(KilledServer server, ExecutorService threads, int i, List<Held> before)
      throws Exception {
    int count = 40 + server.next(400);
    List<List<List<String>>> bets = new ArrayList<>();
    for (int agency = 1; agency <= AGENCIES; agency++) {
      bets.add(Bets.withoutCommas(Bets.of(agency, count, 1 + i % 3, SEED + i)));
    }
    Path file =
        AgencyRun.file(Files.createDirectories(folder.resolve("a" + i)), PROGRAM, bets.get(1));
    List<Future<?>> sent = new ArrayList<>();
    try (AgencyRun program =
        AgencyRun.start(
            folder, server.port(), PROGRAM, file, "--draw", name(i), "--batch-bytes", "2000")) {
      sent.add(threads.submit(() -> send(server, bets.get(0))));
      sent.add(threads.submit(() -> sendText(server, bets.get(2))));
      for (Future<?> one : sent) {
        one.get();
      }
      Status sealed = server.await(Status.Phase.SEALED);
      int number = server.next(2) == 0 ? Bets.WINNING_NUMBER : server.next(Bets.WINNING_NUMBER);
      Attempts.until(
          () -> {
            server.operator().ask("draw", Integer.toString(number), "--yes");
            return server.operator().status().phase() == Status.Phase.DRAWN;
          });
      List<String> winners = program.winners();
      assertEquals(Bets.documentsOn(bets.get(1), number), winners, seed());
      assertEquals(
          Bets.documentsOn(bets.get(0), number),
          LateWinners.of(Dialer.plain(server.port()), "", NATIVE),
          seed());
      if (!before.isEmpty() && i > 2) {
        Held last = before.getLast();
        assertEquals(
            last.content().stream()
                .filter(row -> row.startsWith("1,") && row.endsWith("," + last.number()))
                .map(row -> row.split(",", -1)[3])
                .toList(),
            LateWinners.of(Dialer.plain(server.port()), last.name(), NATIVE),
            seed());
      }
      int all = bets.stream().mapToInt(of -> Bets.documentsOn(of, number).size()).sum();
      String seal = String.valueOf(sealed.seal());
      return new Held(name(i), 3L * count, seal, number, all, rows(bets));
    }
  }

  private static List<String> rows(List<List<List<String>>> bets) {
    List<String> rows = new ArrayList<>();
    for (int agency = 1; agency <= bets.size(); agency++) {
      byte[] content = Bets.rows(agency, bets.get(agency - 1));
      rows.addAll(new String(content, StandardCharsets.UTF_8).lines().toList());
    }
    return rows;
  }

  /** Native: continues where WELCOME says, until it has finished. */
  private static @Nullable Void send(KilledServer server, List<List<String>> bets) {
    int batches = (bets.size() + IN_BATCH - 1) / IN_BATCH;
    Attempts.until(
        () -> {
          try (NativeClient client = NativeClient.connect(server.port())) {
            if (!(client.ask(new Request.Hello(NATIVE, "")) instanceof Reply.Welcome welcome)) {
              return false;
            }
            for (int id = Math.toIntExact(welcome.lastBatch()) + 1; id <= batches; id++) {
              int from = (id - 1) * IN_BATCH;
              int to = Math.min(bets.size(), from + IN_BATCH);
              Reply reply = client.ask(Bets.batch(NATIVE, id, bets, from, to));
              if (!(reply instanceof Reply.Ack)) {
                return false;
              }
            }
            Reply reply = client.ask(Bets.finish(NATIVE, batches, bets, bets.size()));
            return reply instanceof Reply.Finished;
          }
        });
    return null;
  }

  /** Text: a connection for each batch, sent again until it is acknowledged, then FIN. */
  private static @Nullable Void sendText(KilledServer server, List<List<String>> bets) {
    int id = 1;
    for (int from = 0; from < bets.size(); from += IN_BATCH) {
      List<String> batch =
          bets.subList(from, Math.min(bets.size(), from + IN_BATCH)).stream()
              .map(bet -> String.join(",", bet))
              .toList();
      int number = id++;
      Attempts.until(
          () -> new TextClient(server.port(), TEXT).bet(number, batch).startsWith("ACK,"));
    }
    // It ends its connection before the winners come: so do the clients that it stands for.
    Thread.startVirtualThread(
        () -> Attempts.until(() -> new TextClient(server.port(), TEXT).fin().startsWith("WIN,")));
    return null;
  }

  private void prove(Held draw) throws IOException {
    Path data = folder.resolve("data");
    Proof.of(folder, data, draw.name(), draw.seal());
    List<String> stored =
        Files.readAllLines(data.resolve(draw.name()).resolve("bets.csv")).stream()
            .sorted((one, other) -> Character.compare(one.charAt(0), other.charAt(0)))
            .toList();
    assertEquals(draw.content(), stored, seed());
  }

  /** The first draw has the name by which the server is started. */
  private static String name(int i) {
    return i == 1 ? "default" : "draw-" + i;
  }

  private static String seed() {
    return "repeat with -Dloteria.season.seed=" + SEED + " -Dloteria.season.draws=" + DRAWS + "\n";
  }
}
