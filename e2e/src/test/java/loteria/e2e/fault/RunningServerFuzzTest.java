package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import loteria.e2e.Bets;
import loteria.e2e.Dialer;
import loteria.e2e.NativeClient;
import loteria.e2e.RunningServer;
import loteria.ipc.message.Reply;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that no program should send: each ends its own connection and nothing else. */
@Tag("fault")
@ParameterizedClass
@EnumSource
@Timeout(600)
class RunningServerFuzzTest {
  private static final int PEERS = 4;
  private static final int TO_WARM_UP = 2_000;

  /** An agency that no peer claims to be, and that hardly any mutation names. */
  private static final int GOOD_AGENCY = 777_777;

  @TempDir Path folder;
  private final Transport transport;

  RunningServerFuzzTest(Transport transport) {
    this.transport = transport;
  }

  @Test
  void brokenPeersHarmNobody() throws IOException, InterruptedException, ExecutionException {
    Access access = transport.access(folder);
    try (RunningServer server = access.start(folder, 2, GOOD_AGENCY)) {
      Dialer clients = access.dialer(server);
      fuzz(clients, transport.share(TO_WARM_UP), FaultScale.SEED);
      ProcessUse before = ProcessUse.of(server);
      fuzz(clients, transport.share(FaultScale.MESSAGES), FaultScale.SEED + 1);
      assertGoodAgencyIsServed(clients);
      before.awaitAgain(server);
      assertEquals(List.of(), server.program().lines(" ERROR "), seed());
      assertEquals(List.of(), server.program().lines("worker_exit"), seed());
      assertEquals(0, server.stop(), seed());
    }
  }

  private static void fuzz(Dialer server, int messages, long seed)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(PEERS)) {
      List<Future<?>> peers = new ArrayList<>();
      for (int id = 1; id <= PEERS; id++) {
        var peer = new BrokenPeer(server, id, seed);
        peers.add(
            threads.submit(
                () -> {
                  peer.send(messages / PEERS);
                  return null;
                }));
      }
      for (Future<?> peer : peers) {
        peer.get();
      }
    }
  }

  private static void assertGoodAgencyIsServed(Dialer server) throws IOException {
    List<List<String>> bets = Bets.of(GOOD_AGENCY, 10, 0, FaultScale.SEED);
    try (NativeClient client = NativeClient.hello(server, GOOD_AGENCY)) {
      assertEquals(
          new Reply.Ack(1, 10), client.ask(Bets.batch(GOOD_AGENCY, 1, bets, 0, 10)), seed());
      assertInstanceOf(
          Reply.Finished.class, client.ask(Bets.finish(GOOD_AGENCY, 1, bets, 10)), seed());
    }
  }

  private static String seed() {
    return "seed " + FaultScale.SEED;
  }
}
