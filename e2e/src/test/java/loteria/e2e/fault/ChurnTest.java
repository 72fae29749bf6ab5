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
import loteria.e2e.Dialer;
import loteria.e2e.RunningServer;
import loteria.e2e.StoredBets;
import loteria.e2e.TextClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Agencies of the older system, with a connection for each message, for a long time. */
@Tag("fault")
@ParameterizedClass
@EnumSource
@Timeout(600)
class ChurnTest {
  private static final int AGENCIES = 8;
  private static final int TO_WARM_UP = 800;

  @TempDir Path folder;
  private final Transport transport;

  ChurnTest(Transport transport) {
    this.transport = transport;
  }

  @Test
  void shortConnectionsLeaveNothingBehind()
      throws IOException, InterruptedException, ExecutionException {
    Access access = transport.access(folder);
    try (RunningServer server = access.start(folder, 2, AGENCIES)) {
      Dialer clients = access.dialer(server);
      int warm = transport.share(TO_WARM_UP) / AGENCIES;
      connect(clients, 0, warm);
      ProcessUse before = ProcessUse.of(server);
      int batches = warm + transport.share(FaultScale.CONNECTIONS) / AGENCIES;
      connect(clients, warm, batches);
      before.awaitAgain(server);
      assertEquals(batches * AGENCIES, StoredBets.read(server.folder()).count());
    }
  }

  /** Every agency sends its batches after {@code from} up to {@code to}, all agencies at once. */
  private static void connect(Dialer server, int from, int to)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(AGENCIES)) {
      List<Future<?>> senders = new ArrayList<>();
      for (int id = 1; id <= AGENCIES; id++) {
        var client = new TextClient(server, id);
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
