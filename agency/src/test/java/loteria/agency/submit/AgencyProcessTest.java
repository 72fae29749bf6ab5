package loteria.agency.submit;

import static loteria.agency.submit.AgencyFile.lines;
import static loteria.agency.submit.AgencyFile.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program in a process of its own: its output and its exit codes. */
@Timeout(60)
class AgencyProcessTest {
  @TempDir Path folder;
  @AutoClose private final FakeServer central = new FakeServer();
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aGoodRunPrintsItsWinnersAndWarnsOfNothing() throws Exception {
    AgencyFile.of(folder, lines(500));

    start(Map.of(), "--file", folder.resolve("bets.csv").toString());

    assertEquals(0, exitCode(), output());
    assertEquals(rows(lines(500)), central.rows());
    List<String> printed = output().lines().toList();
    assertTrue(printed.getFirst().contains("INFO     action: config | result: success | id: 1 |"));
    int winners = indexOf(printed, "consulta_ganadores | result: success | cant_ganadores: 2");
    assertEquals("winner: 30904465", printed.get(winners + 1));
    assertEquals("winner: 21689196", printed.get(winners + 2));
    assertTrue(printed.getLast().endsWith("action: exit | result: success"));
    assertFalse(output().contains("WARN"), output());
  }

  @Test
  void refusedRowsAreInTheExitCode() throws Exception {
    List<String> lines = lines(3);
    lines.set(1, "nobody");
    AgencyFile.of(folder, lines);

    start(Map.of(), "--file", folder.resolve("bets.csv").toString());

    assertEquals(3, exitCode(), output());
    assertTrue(output().contains("consulta_ganadores"), output());
    assertFalse(output().contains("nobody"), output());
  }

  @Test
  void betsThatAreTooLateAreInTheExitCodeAndTheWinnersPrinted() throws Exception {
    central.fate(
        request -> {
          if (request instanceof Request.Batch batch && batch.id() == 2) {
            central.state(Reply.State.CLOSED);
          }
          return null;
        });
    List<String> lines = lines(5);
    lines.set(0, "nobody");
    AgencyFile.of(folder, lines);

    for (int run = 0; run < 2; run++) {
      start(Map.of(), "--file", folder.resolve("bets.csv").toString(), "--batch-max=2");

      assertEquals(7, exitCode(), output());
      List<String> printed = output().lines().toList();
      int late = indexOf(printed, "ERROR    action: apuestas_tarde | result: fail | cantidad: 2 |");
      assertTrue(printed.get(late).contains("bets.csv.late.csv"), printed.get(late));
      assertTrue(late < indexOf(printed, "winner: 21689196"), output());
      indexOf(printed, "apuestas_rechazadas | result: fail | cantidad: 1 |");
      assertFalse(output().contains("Gómez"), output());
      assertEquals(lines.subList(3, 5), Files.readAllLines(folder.resolve("bets.csv.late.csv")));
    }
  }

  @Test
  void aBetOfTheEnvironmentThatIsTooLateIsOneLineAndItsExitCode() throws Exception {
    central.state(Reply.State.CLOSED);
    Map<String, String> bet =
        Map.of(
            "NOMBRE", "Santiago Lionel",
            "APELLIDO", "Lorca",
            "DOCUMENTO", "30904465",
            "NACIMIENTO", "1999-03-17",
            "NUMERO", "7574");

    start(bet);

    assertEquals(7, exitCode(), output());
    assertTrue(output().contains("action: envio | result: fail | error: the bet came too late"));
    assertFalse(output().contains("30904465"), output());
  }

  @Test
  void anAgencyWithoutABetWarnsBeforeItFinishes() throws Exception {
    AgencyFile.of(folder, List.of());

    start(Map.of(), "--file", folder.resolve("bets.csv").toString());

    assertEquals(0, exitCode(), output());
    assertTrue(
        output().contains("WARN     action: apuestas | result: fail | cantidad: 0 | error: no bet"),
        output());
  }

  @Test
  void winnersThatCannotBeWrittenAreNoSuccess() throws Exception {
    AgencyFile.of(folder, lines(3));

    start(Path.of("/dev/full"), Map.of(), "--file", folder.resolve("bets.csv").toString());

    assertEquals(1, started.getLast().waitFor(), output());
    assertTrue(
        output().contains("agency: the winners cannot be written to standard output: No space"),
        output());
  }

  @Test
  void anErrorOfTheThreadThatReadsAnswersIsNoSuccess() throws Exception {
    central.fate(
        request ->
            request instanceof Request.Results
                ? new FakeServer.Twist.Answer(
                    new Reply.Winners(Collections.nCopies(200_000, "12345678")))
                : null);
    AgencyFile.of(folder, lines(3));

    start(Map.of("JAVA_TOOL_OPTIONS", "-Xmx8m"), "--file", folder.resolve("bets.csv").toString());

    assertEquals(1, codeWithoutMemory(), output());
    assertTrue(output().contains("OutOfMemoryError"), output());
  }

  @Test
  void anErrorOfTheThreadThatSendsIsNoSuccess() throws Exception {
    central.fate(
        request -> request instanceof Request.Batch ? new FakeServer.Twist.Silence() : null);
    AgencyFile.of(folder, lines(300_000));

    start(
        Map.of("JAVA_TOOL_OPTIONS", "-Xmx12m"),
        "--file",
        folder.resolve("bets.csv").toString(),
        "--batch-bytes=1048576",
        "--window=64");

    assertEquals(1, codeWithoutMemory(), output());
    assertTrue(output().contains("OutOfMemoryError"), output());
  }

  @Test
  void aBadValueIsOneLineAndNothingIsStarted() throws Exception {
    start(Map.of(), "--file", "/nowhere/at/all");

    assertEquals(2, exitCode());
    assertEquals(
        List.of("agency: --file '/nowhere/at/all' is no file that can be read"),
        output().lines().toList());
    assertEquals(List.of(), central.requests());
  }

  @Test
  void aBetOfTheEnvironmentIsSentOnceHoweverOftenItIsStarted() throws Exception {
    Map<String, String> bet =
        Map.of(
            "NOMBRE", "Santiago Lionel",
            "APELLIDO", "Lorca",
            "DOCUMENTO", "30904465",
            "NACIMIENTO", "1999-03-17",
            "NUMERO", "7574");
    for (int i = 0; i < 2; i++) {
      start(bet);

      assertEquals(0, exitCode(), output());
      assertTrue(
          output()
              .contains(
                  "INFO     action: apuesta_enviada | result: success | dni: 30904465 | numero:"
                      + " 7574"),
          output());
      for (String personal : List.of("Lionel", "Lorca", "1999-03-17")) {
        assertFalse(output().contains(personal), output());
      }
    }
    assertEquals(List.of("1,Santiago Lionel,Lorca,30904465,1999-03-17,7574"), central.rows());
  }

  @Test
  void withSeveralServersEveryLineSaysWhichItIs() throws Exception {
    central.fate(AgencyProcessTest::twoAreMissing);
    AgencyFile.of(folder, lines(5));
    try (SocketChannel reserved = FakeServer.reservedPort()) {
      ServerAddress down = FakeServer.address(FakeServer.port(reserved));

      start(
          Map.of(),
          "--file=" + folder.resolve("bets.csv"),
          "--server=" + central.address() + "," + down);

      assertEquals(0, exitCode(), output());
      List<String> printed = output().lines().toList();
      assertTrue(printed.getFirst().contains(" | server: " + central.address() + "," + down));
      int failed = indexOf(printed, "connect | result: fail | server: " + down + " | failures: 1");
      assertTrue(
          printed.get(failed).endsWith(" | retry_in_ms: 0 | next_server: " + central.address()));
      indexOf(printed, "connect | result: success | server: " + central.address());
      assertTrue(
          printed
              .get(indexOf(printed, "progreso"))
              .endsWith("in_progress | waiting_for_agencies: 2 | server: " + central.address()));
      assertEquals(rows(lines(5)), central.rows());
    }
  }

  @Test
  void withOneServerProgressDoesNotNameIt() throws Exception {
    central.fate(AgencyProcessTest::twoAreMissing);
    AgencyFile.of(folder, lines(5));

    start(Map.of(), "--file=" + folder.resolve("bets.csv"));

    assertEquals(0, exitCode(), output());
    List<String> printed = output().lines().toList();
    assertTrue(
        printed
            .get(indexOf(printed, "progreso"))
            .endsWith("action: progreso | result: in_progress | waiting_for_agencies: 2"));
  }

  @Test
  void onSigtermRequestsInFlightAreAnsweredAndTheExitIsClean() throws Exception {
    var sent = new CountDownLatch(3);
    var release = new CountDownLatch(1);
    central.fate(
        request -> {
          if (request instanceof Request.Batch) {
            sent.countDown();
            if (sent.getCount() == 0) {
              awaited(release);
            }
          }
          return null;
        });
    AgencyFile.of(folder, lines(5_000));
    start(Map.of(), "--file", folder.resolve("bets.csv").toString(), "--batch-max", "2");
    assertTrue(sent.await(30, TimeUnit.SECONDS));

    started.getLast().destroy();
    release.countDown();

    assertEquals(0, exitCode(), output());
    assertEquals(central.batchIds().size(), central.lastBatch());
    for (String resource : List.of("connection", "file", "refused_rows")) {
      assertTrue(
          output().contains("action: close | result: success | resource: " + resource), output());
    }
    assertTrue(output().strip().endsWith("action: exit | result: success"), output());
  }

  private static FakeServer.@Nullable Twist twoAreMissing(Request request) {
    return request instanceof Request.Finish
        ? new FakeServer.Twist.Answer(new Reply.Finished(2))
        : null;
  }

  private void start(Map<String, String> environment, String... args) throws IOException {
    start(printed(), environment, args);
  }

  /** Standard error is merged into the output that the test reads. */
  private void start(Path standardOutput, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                modulePath(),
                "--module",
                "loteria.agency/loteria.agency.AgencyMain",
                "--id=1"));
    if (Arrays.stream(args).noneMatch(arg -> arg.startsWith("--server="))) {
      command.add("--server=" + central.address());
    }
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("CLI_"));
    builder.environment().putAll(environment);
    if (standardOutput.equals(printed())) {
      builder.redirectErrorStream(true);
    } else {
      builder.redirectError(printed().toFile());
    }
    builder.redirectOutput(standardOutput.toFile());
    started.add(builder.start());
  }

  /** The module path as distributed, without the tests' classes and large libraries. */
  private static String modulePath() {
    String separator = System.getProperty("path.separator");
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(separator, -1)) {
      // Large modules take a part of the small heaps here just by being found.
      boolean isForTests = entry.endsWith("test-classes") || entry.contains("bouncycastle");
      if (!entry.isEmpty() && !isForTests) {
        entries.add(entry);
      }
    }
    return String.join(separator, entries);
  }

  /** Waits for it; a run that did not do all says in its last line what to do next. */
  private int exitCode() throws IOException, InterruptedException {
    int code = started.getLast().waitFor();
    if (code != 0 && code != 2) {
      String last = output().lines().toList().getLast();
      assertTrue(last.contains("action: exit | result: fail | code: " + code), last);
      assertTrue(last.contains(" | next: "), last);
    }
    return code;
  }

  /** Several threads may run out of memory, and each ends the process: its last line may be any. */
  private int codeWithoutMemory() throws InterruptedException {
    return started.getLast().waitFor();
  }

  private String output() throws IOException {
    return Files.readString(printed(), StandardCharsets.UTF_8);
  }

  private Path printed() {
    return folder.resolve("printed.log");
  }

  private static int indexOf(List<String> printed, String part) {
    for (int i = 0; i < printed.size(); i++) {
      if (printed.get(i).contains(part)) {
        return i;
      }
    }
    throw new AssertionError("no line with " + part + " in " + printed);
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
