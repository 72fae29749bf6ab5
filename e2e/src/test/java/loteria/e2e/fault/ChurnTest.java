package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import loteria.e2e.RunningServer;
import loteria.e2e.StoredBets;
import loteria.e2e.TextClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Agencies of the older system, with a connection for each message, for a long time. */
@Tag("fault")
@Timeout(600)
class ChurnTest {
  private static final int AGENCIES = 8;
  private static final int TO_WARM_UP = 800;

  @TempDir Path folder;

  @Test
  void shortConnectionsLeaveNothingBehind()
      throws IOException, InterruptedException, ExecutionException {
    try (RunningServer server = RunningServer.start(folder, 2, AGENCIES)) {
      int warm = TO_WARM_UP / AGENCIES;
      connect(server, 0, warm);
      ProcessUse before = ProcessUse.of(server);
      int batches = warm + FaultScale.CONNECTIONS / AGENCIES;
      connect(server, warm, batches);
      before.awaitAgain(server);
      assertEquals(batches * AGENCIES, StoredBets.read(server.folder()).count());
    }
  }

  /** Every agency sends its batches after {@code from} up to {@code to}, all agencies at once. */
  private static void connect(RunningServer server, int from, int to)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(AGENCIES)) {
      List<Future<?>> senders = new ArrayList<>();
      for (int id = 1; id <= AGENCIES; id++) {
        var client = new TextClient(server.port(), id);
        int agency = id;
        senders.add(threads.submit(() -> send(client, agency, from, to)));
      }
      for (Future<?> sender : senders) {
        sender.get();
      }
    }
  }

  private static Object send(TextClient client, int agency, int from, int to) throws IOException {
    for (int batch = from + 1; batch <= to; batch++) {
      String acknowledged = agency + "," + batch + "\n";
      assertEquals(
          "ACK,%08d,%s".formatted(acknowledged.length(), acknowledged),
          client.bet(batch, List.of("Ana,Pérez,%d,1984-02-29,7574".formatted(batch))));
    }
    return agency;
  }
}
