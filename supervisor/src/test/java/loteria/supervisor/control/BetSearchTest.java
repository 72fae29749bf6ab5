package loteria.supervisor.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import loteria.supervisor.fleet.ChangeOutcome;
import loteria.supervisor.status.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a search, its process ends, and the operator reads how it went. */
@Timeout(60)
class BetSearchTest {
  private static final String BET = "bet 0 WON 1,Ana,\"Paz, hija\",30123456,1990-05-17,0007";
  private static final Steps.Operator ATTENTIVE = _ -> {};

  private static final Steps.Operator GONE =
      _ -> {
        throw new IOException("Broken pipe");
      };

  @TempDir private Path folder;

  private final List<ControlReply> shown = new ArrayList<>();

  @Test
  void betsAreShownAsTheProcessPrintsThem() throws Exception {
    var outcome = find("printf '%s\\n%s\\nend 2\\n' '" + BET + "' '" + BET + "'");
    assertEquals(new ChangeOutcome.Done("2 bets"), outcome);
    assertEquals(2, shown.size());
    assertEquals(
        "{\"draw\":\"navidad\",\"agency\":1,\"storedAt\":\"1970-01-01T00:00:00Z\","
            + "\"firstName\":\"Ana\",\"lastName\":\"Paz, hija\",\"document\":\"30123456\","
            + "\"birthDate\":\"1990-05-17\",\"number\":\"0007\",\"outcome\":\"won\"}",
        shown.getFirst().text());
    assertEquals("won", Json.read(shown.getFirst().text(), FoundBet.class).outcome());
  }

  @Test
  void theProcessGetsTheDocumentByItsInputAlone() throws Exception {
    assertEquals(
        new ChangeOutcome.Done("no bet with this document"),
        find("echo \"$d\" >" + folder + "/input; env >" + folder + "/environment; echo end 0"));
    assertEquals("30123456\n", Files.readString(folder.resolve("input")));
    assertFalse(Files.readString(folder.resolve("environment")).matches("(?s).*=30123456.*"));
  }

  @Test
  void whatTheProcessReportsIsReported() throws Exception {
    assertFailed("no bet with this document: the log is damaged", "echo failed the log is damaged");
    assertFailed("1 bet: no log", "printf '%s\\nfailed no log\\n' '" + BET + "'");
  }

  @Test
  void aProcessThatIsKilledIsReported() throws Exception {
    assertFailed("1 bet: killed (SIGKILL)", "echo '" + BET + "'; kill -9 $$");
    assertFailed("no bet with this document: success", "exit 0");
    assertFailed("no bet with this document: out of memory", "exit 3");
  }

  @Test
  void aCommandThatCannotBeStartedIsAnError() throws Exception {
    try (var steps = new Steps(ATTENTIVE)) {
      var search =
          new BetSearch(
              _ -> List.of(new BetSearch.Place("navidad", List.of(folder + "/none"))),
              Duration.ZERO);
      assertThrows(IOException.class, () -> search.find("30123456", null, steps));
      steps.over(new ChangeOutcome.Done(""));
    }
  }

  @Test
  void bothCountsMustAgree() throws Exception {
    assertFailed(
        "1 bet: the process found another number of bets than came",
        "printf '%s\\nend 2\\n' '" + BET + "'");
  }

  @Test
  void aMalformedLineEndsTheSearchAndIsNotRepeated() throws Exception {
    assertFailed(
        "no bet with this document: the line of a bet is malformed",
        "echo bet 30123456; exec sleep 60");
  }

  @Test
  void whatTheJvmPrintsIsNotTakenForABet() throws Exception {
    assertEquals(
        new ChangeOutcome.Done("no bet with this document"),
        find("echo OpenJDK warning; echo end 0"));
  }

  /** Nothing is found, so nothing is shown: only the sign of life finds that nobody is there. */
  @Test
  void aSearchEndsWithItsOperator() throws Exception {
    try (var steps = new Steps(GONE)) {
      var outcome = (ChangeOutcome.Failed) search("exec sleep 60").find("30123456", null, steps);
      assertTrue(outcome.reason().endsWith(": the operator is gone"), outcome.reason());
      steps.over(outcome);
    }
    assertProcessEnded();
  }

  /** There is no end to what it finds, and what is not read is nowhere. */
  @Test
  void aProcessThatPrintsWithoutEndWaitsForTheOperatorAndEndsWithHim() throws Exception {
    Steps.Operator leaves =
        reply -> {
          if (!reply.equals(ControlReply.STILL_ALIVE)) {
            shown.add(reply);
          }
          if (shown.size() == 3000) {
            throw new IOException("Broken pipe");
          }
        };
    try (var steps = new Steps(leaves)) {
      var outcome =
          (ChangeOutcome.Failed) search("exec yes '" + BET + "'").find("30123456", null, steps);
      assertTrue(outcome.reason().startsWith("the search ended early, behind 2,999 bets: "));
      assertEquals(2999, steps.shown());
      steps.over(outcome);
    }
    assertProcessEnded();
  }

  @Test
  void fewSearchesRunAtOnce() throws Exception {
    var search = search("echo '" + BET + "'; exec sleep 60");
    var running = new CountDownLatch(2);
    var gone = new CountDownLatch(1);
    Steps.Operator waits =
        reply -> {
          if (gone.getCount() == 0) {
            throw new IOException("Broken pipe");
          }
          if (reply.kind().equals(ControlReply.PROGRESS)) {
            running.countDown();
          }
        };
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<ChangeOutcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        outcomes.add(CompletableFuture.supplyAsync(() -> find(search, waits), others));
      }
      assertTrue(running.await(20, TimeUnit.SECONDS));
      assertEquals(
          new ChangeOutcome.Failed(
              "other operators look up bets, and their searches have not ended: try again"),
          find(search, ATTENTIVE));
      gone.countDown();
      for (CompletableFuture<ChangeOutcome> one : outcomes) {
        assertTrue(one.join() instanceof ChangeOutcome.Failed);
      }
    }
  }

  private static ChangeOutcome find(BetSearch search, Steps.Operator operator) {
    try (var steps = new Steps(operator)) {
      ChangeOutcome outcome = search.find("30123456", null, steps);
      steps.over(outcome);
      return outcome;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void assertFailed(String why, String script) throws Exception {
    shown.clear();
    assertEquals(new ChangeOutcome.Failed("the search ended early, behind " + why), find(script));
    assertProcessEnded();
  }

  private void assertProcessEnded() throws IOException {
    long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false), "pid " + pid);
  }

  private ChangeOutcome find(String script) throws Exception {
    Steps.Operator reads =
        reply -> {
          if (reply.kind().equals(ControlReply.PROGRESS)) {
            shown.add(reply);
          }
        };
    try (var steps = new Steps(reads)) {
      ChangeOutcome outcome = search(script).find("30123456", null, steps);
      steps.over(outcome);
      return outcome;
    }
  }

  /** A process that reads the document and does as a script says. */
  private BetSearch search(String script) {
    String whole = "echo $$ >" + folder + "/pid; read d; " + script;
    return new BetSearch(
        _ -> List.of(new BetSearch.Place("navidad", List.of("/bin/sh", "-c", whole))),
        Duration.ZERO);
  }
}
