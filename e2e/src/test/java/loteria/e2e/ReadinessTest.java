package loteria.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import loteria.supervisor.status.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The readiness that the built server reports over HTTP. */
@Timeout(120)
class ReadinessTest {
  @TempDir Path folder;

  @Test
  void afterTheDrawItIsReadyUntilItIsDrained() throws IOException {
    try (RunningServer server = RunningServer.start(folder, 1, 1, "--http", "127.0.0.1:0")) {
      var operator = OperatorCli.of(server, folder);
      assertTrue(readiness(server).startsWith("HTTP/1.1 200 "));
      assertEquals(0, operator.ask("close", "1", "--yes").code());
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> operator.status().phase() == Status.Phase.DRAWN);
      assertTrue(readiness(server).startsWith("HTTP/1.1 200 "));

      assertEquals(0, operator.ask("drain").code());
      String drained = readiness(server);
      assertTrue(drained.startsWith("HTTP/1.1 503 "), drained);
      assertTrue(drained.endsWith("\r\n\r\ndrained by an operator: the port is closed\n"), drained);
    }
  }

  private static String readiness(RunningServer server) throws IOException {
    return RawHttp.of(server.program()).get("/readyz");
  }
}
