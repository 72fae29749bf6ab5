package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import loteria.brokers.Broker;
import loteria.brokers.BrokerCluster;
import loteria.e2e.Bets;
import loteria.e2e.NativeClient;
import loteria.e2e.RunningServer;
import loteria.e2e.SharedBrokers;
import loteria.e2e.StoredBets;
import loteria.e2e.TextConnection;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server on the wrong side of a cut network answers UNAVAILABLE to everything that may have
 * changed; the other serves its agency; and it serves again by itself.
 */
@Tag("fault")
@Timeout(600)
class NetworkCutTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TOPIC = "loteria-cut";
  private static final int CUT_OFF = 0;
  private static final int OTHER = 1;

  /**
   * The agency that moves between both servers, one that has finished, and the first of those for
   * the text.
   */
  private static final int MOVES = 1;

  private static final int FINISHED = 2;
  private static final int TEXT = 3;
  private static final int AGENCIES = TEXT + Cut.values().length;
  private static final int BETS = 200;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final List<List<String>> bets = Bets.of(MOVES, BETS, 0, FaultScale.SEED);
  private final List<List<String>> textBets =
      Bets.withoutCommas(Bets.of(TEXT, BETS, 0, FaultScale.SEED));
  private int stored;
  private int textAgency = TEXT;

  /** What is cut. */
  private enum Cut {
    WITH_THE_LEADER,
    EVERYTHING,
    THE_LEADER,
    WHAT_IT_HEARS,
    WHAT_IT_SAYS
  }

  @Test
  void aServerThatIsCutOffAnswersUnavailableAndServesAgain() throws IOException {
    System.out.println("network cuts, seed " + FaultScale.SEED);
    BrokerCluster brokers = SharedBrokers.cluster();
    try (var centrals =
        new Centrals(
            folder,
            "cut",
            brokers.network(),
            List.of(Duration.ZERO, Duration.ZERO),
            AGENCIES,
            List.of("--commit-timeout", "2s"))) {
      finish(centrals);
      int count = Math.clamp(FaultScale.ROUNDS / 8, 1, Cut.values().length);
      for (Cut cut : List.of(Cut.values()).subList(0, count)) {
        long begun = System.nanoTime();
        check(cut, brokers, centrals);
        System.out.printf("%s: %d ms%n", cut, (System.nanoTime() - begun) / 1_000_000);
      }
      checkCopies(centrals);
    }
  }

  /** New workers, which nothing says that there is a later leader, find less than the copy has. */
  @Test
  void aServerThatReachesOnlyAFormerLeaderIsNotDamaged() throws IOException {
    BrokerCluster brokers = SharedBrokers.cluster();
    try (var centrals =
        new Centrals(
            folder,
            "former",
            brokers.network(),
            List.of(Duration.ZERO),
            AGENCIES,
            List.of("--commit-timeout", "2s"))) {
      int port = port(centrals, CUT_OFF);
      storeOne(port);
      var faults = new BrokerFaults(brokers, "loteria-former");
      Broker former = faults.leader();
      faults.isolateFromBrokers(former);
      brokers.awaitOtherLeader("loteria-former", former);
      Awaitility.await("a batch that another leader takes")
          .atMost(PATIENCE)
          .until(() -> stores(port));
      List<Broker> others = faults.all().stream().filter(broker -> broker != former).toList();
      faults.cut(CUT_OFF, others, false, false);
      RunningServer server = centrals.server(CUT_OFF);
      server.workers().values().forEach(ProcessHandle::destroyForcibly);
      Awaitility.await("a worker that asks the former leader")
          .atMost(PATIENCE)
          .until(
              () -> {
                assertNotWelcome(ask(port, new Request.Hello(MOVES, "")));
                return !server.program().lines("leads no longer").isEmpty();
              });
      assertUnavailable("HELLO", ask(port, new Request.Hello(MOVES, "")));
      brokers.network().heal();
      storeOne(port);
      brokers.awaitReady();
      brokers.awaitInSync("loteria-former", 3);
      assertEquals(0, server.stop());
      assertEquals(bets.subList(0, stored), StoredBets.read(centrals.copy(CUT_OFF)).of(MOVES));
    }
  }

  private void storeOne(int port) throws IOException {
    try (NativeClient session = awaitWelcome(port)) {
      acknowledged(session);
    }
  }

  /** Whether a batch is acknowledged now. */
  private boolean stores(int port) throws IOException {
    try (NativeClient session = awaitWelcome(port)) {
      Reply reply = session.ask(batch(stored + 1));
      boolean isStored = reply instanceof Reply.Ack;
      stored += isStored ? 1 : 0;
      return isStored;
    }
  }

  private static void assertNotWelcome(@Nullable Reply reply) {
    assertFalse(reply instanceof Reply.Welcome, () -> String.valueOf(reply));
  }

  private void finish(Centrals centrals) throws IOException {
    try (NativeClient client = NativeClient.hello(port(centrals, OTHER), FINISHED)) {
      Request.Finish none = Bets.finish(FINISHED, 0, bets, 0);
      assertInstanceOf(Reply.Finished.class, client.ask(none));
    }
  }

  private void check(Cut cut, BrokerCluster brokers, Centrals centrals) throws IOException {
    int port = port(centrals, CUT_OFF);
    try (NativeClient session = awaitWelcome(port);
        NativeClient finished = NativeClient.hello(port, FINISHED);
        TextConnection text = TextConnection.connect(port)) {
      acknowledged(session);
      inflict(cut, new BrokerFaults(brokers, TOPIC));
      session.send(batch(stored + 1));
      finished.send(new Request.Results(false));
      // By one that has sent nothing: what is stored already is acknowledged.
      text.send(TextConnection.bet(textAgency++, 1, textRows()));
      assertUnavailable("batch", session.receive());
      assertUnavailable("RESULTS", finished.receive());
      assertUnavailable(String.valueOf(text.receive()));
      assertUnavailable("HELLO", ask(port, new Request.Hello(MOVES, "")));
      assertFinal(ask(port, new Request.Hello(FINISHED, "")));
      try (NativeClient moved = awaitWelcome(port(centrals, OTHER))) {
        acknowledged(moved);
        assertUnavailable("HELLO", ask(port, new Request.Hello(MOVES, "")));
        acknowledged(moved);
      }
      brokers.network().heal();
    }
    try (NativeClient again = awaitWelcome(port)) {
      acknowledged(again);
    }
    brokers.awaitReady();
    brokers.awaitInSync(TOPIC, 3);
  }

  private static void inflict(Cut cut, BrokerFaults faults) {
    List<Broker> all = faults.all();
    switch (cut) {
      case EVERYTHING -> faults.cut(CUT_OFF, all, false, false);
      case WITH_THE_LEADER -> faults.isolate(faults.leader(), Set.of(CUT_OFF));
      case THE_LEADER -> faults.cut(CUT_OFF, List.of(faults.leader()), false, false);
      case WHAT_IT_HEARS -> faults.cut(CUT_OFF, all, false, true);
      case WHAT_IT_SAYS -> faults.cut(CUT_OFF, all, true, false);
    }
  }

  private static int port(Centrals centrals, int central) {
    return centrals.server(central).port();
  }

  private static @Nullable Reply ask(int port, Request request) throws IOException {
    try (NativeClient client = NativeClient.connect(port)) {
      return client.ask(request);
    }
  }

  /**
   * Waits until a server welcomes the agency. It must know what was acknowledged; one batch more
   * may be stored that was not.
   */
  private NativeClient awaitWelcome(int port) {
    var welcomed = new ArrayList<NativeClient>();
    Awaitility.await("a WELCOME")
        .atMost(PATIENCE)
        .until(
            () -> {
              NativeClient client = NativeClient.connect(port);
              Reply reply = client.ask(new Request.Hello(MOVES, ""));
              if (reply instanceof Reply.Welcome welcome) {
                long more = welcome.lastBatch() - stored;
                assertTrue(more == 0 || more == 1, stored + " acknowledged, " + welcome);
                stored = Math.toIntExact(welcome.lastBatch());
                welcomed.add(client);
                return true;
              }
              client.close();
              assertUnavailable("HELLO", reply);
              return false;
            });
    return welcomed.getFirst();
  }

  private void acknowledged(NativeClient client) throws IOException {
    assertEquals(new Reply.Ack(stored + 1, 1), client.ask(batch(stored + 1)));
    stored++;
  }

  private Request.Batch batch(int id) {
    return Bets.batch(MOVES, id, bets, id - 1, id);
  }

  private List<String> textRows() {
    return List.of(String.join(",", textBets.getFirst()));
  }

  /** Of an agency that has finished nothing changes any more, so that it may be answered. */
  private static void assertFinal(@Nullable Reply reply) {
    if (reply instanceof Reply.Welcome welcome) {
      assertEquals(Reply.State.FINISHED, welcome.state());
    } else {
      assertUnavailable("HELLO", reply);
    }
  }

  private static void assertUnavailable(String asked, @Nullable Reply reply) {
    Reply.Failure failure = assertInstanceOf(Reply.Failure.class, reply, asked);
    assertEquals(ErrorCode.UNAVAILABLE, failure.code(), asked + ": " + failure);
    assertTrue(failure.retryAfterMs() > 0, asked + ": " + failure);
  }

  private static void assertUnavailable(String reply) {
    assertTrue(reply.startsWith("ERR,") && reply.contains("try again later"), reply);
  }

  /** Both have what was acknowledged, once and in order. */
  private void checkCopies(Centrals centrals) throws IOException {
    for (int central = 0; central < centrals.count(); central++) {
      assertEquals(0, centrals.server(central).stop());
    }
    Path one = centrals.copy(CUT_OFF).resolve("bets.csv");
    byte[] other = Files.readAllBytes(centrals.copy(OTHER).resolve("bets.csv"));
    assertArrayEquals(Files.readAllBytes(one), other);
    StoredBets all = StoredBets.read(centrals.copy(OTHER));
    assertEquals(bets.subList(0, stored), all.of(MOVES));
  }
}
