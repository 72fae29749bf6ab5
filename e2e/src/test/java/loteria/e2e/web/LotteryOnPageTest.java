package loteria.e2e.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import loteria.e2e.Bets;
import loteria.e2e.NativeClient;
import loteria.e2e.Program;
import loteria.e2e.RunningServer;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The built server on its page, from the first bet to the draw. */
@Timeout(180)
class LotteryOnPageTest {
  private static final long SEED = 31;
  private static final String FIRST = "#agencies > :nth-child(1)";

  @TempDir Path folder;
  @TempDir Path profile;

  @Test
  void aWholeLotteryIsSeen() throws IOException {
    List<List<String>> bets = Bets.of(1, 30, 2, SEED);
    try (RunningServer server = RunningServer.start(folder, 2, 2, "--http", "127.0.0.1:0");
        Browser browser = Browser.open(profile, "en-GB");
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      browser.visit(httpPort(server));
      browser.awaitText("#fleet-now", "2 of 2 ready");

      assertEquals(new Reply.Ack(1, 10), client.ask(Bets.batch(1, 1, bets, 0, 10)));
      browser.awaitText(FIRST + " .bets", "10");
      browser.await(FIRST + "[data-state=connected]");
      browser.await("#agencies > :nth-child(2)[data-state=unseen]");
      browser.awaitPart("#waits", "Waits for agencies 1 and 2 since ");

      Map.Entry<Integer, ProcessHandle> worker = server.workers().entrySet().iterator().next();
      worker.getValue().destroyForcibly();
      browser.awaitPart("#fleet > :nth-child(1)", "1 · killed (SIGKILL)");
      browser.await("#fleet > :nth-child(1)[data-state=ready]");
      browser.awaitPart("#happened", "Worker " + worker.getKey() + " is down: killed (SIGKILL)");
      browser.awaitPart("#happened", "Worker " + worker.getKey() + " is ready again");
      browser.keep("real-worker-back-1280");
      assertEquals(new Reply.Ack(2, 10), client.ask(Bets.batch(1, 2, bets, 10, 20)));
      browser.awaitText(FIRST + " .bets", "20");

      assertEquals(0, scale(server, 4));
      browser.awaitText("#fleet-now", "4 of 4 ready");
      assertEquals(4, browser.count("#fleet > [data-state=ready]"));

      assertEquals(new Reply.Ack(3, 10), client.ask(Bets.batch(1, 3, bets, 20, 30)));
      assertInstanceOf(Reply.Finished.class, client.ask(Bets.finish(1, 3, bets, 30)));
      browser.awaitPart("#waits", "Waits for agency 2 since ");
      try (NativeClient second = NativeClient.hello(server.port(), 2)) {
        assertInstanceOf(Reply.Finished.class, second.ask(new Request.Finish(0, 0, 0)));
      }
      browser.awaitText("#balls", Integer.toString(Bets.WINNING_NUMBER));
      browser.awaitPart("#waits", "2 winning bets in 1 agency");
      browser.awaitText(FIRST + " .prize", "2 winners");
      browser.awaitText("#totals dd", "30");
      browser.keep("real-drawn-1280");
      browser.width(390);
      browser.keep("real-drawn-390");
      assertEquals(List.of(), browser.complaints());
      assertEquals(List.of(), browser.barriers());
    }
  }

  private static int httpPort(RunningServer server) {
    return Integer.parseInt(
        server.program().awaitLine("action: ready \\| result: success .* http: (\\d+)").group(1));
  }

  private int scale(RunningServer server, int workers) {
    List<String> arguments =
        List.of(
            "scale",
            Integer.toString(workers),
            "--data",
            server.folder().resolveSibling("").toString(),
            "--draw",
            "default");
    try (Program program = Program.start(folder, "supervisor", arguments)) {
      return program.awaitExit();
    }
  }
}
