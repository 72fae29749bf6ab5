package loteria.supervisor.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.io.UnixSocket;
import loteria.ipc.logging.ActionLog;
import loteria.supervisor.fleet.ChangeOutcome;
import loteria.supervisor.status.Json;
import loteria.supervisor.status.SampleStatus;
import loteria.supervisor.status.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ControlSocketTest {
  private static final BetSearch NO_BETS =
      new BetSearch(
          _ -> List.of(new BetSearch.Place("default", List.of("/bin/false"))), Duration.ZERO);

  @TempDir private Path run;

  private final List<String> steps = new ArrayList<>();

  @Test
  void anOperationIsReportedStepByStepToItsEnd() throws IOException {
    try (var _ = ControlSocket.listen(run, new ScriptedOperations(), NO_BETS)) {
      assertEquals(new ChangeOutcome.Done("6 workers"), ask(new OperatorCommand.Scale(6)));
      assertEquals(List.of("1 of 2", "2 of 2"), steps);
      assertEquals(new ChangeOutcome.Failed("a worker died"), ask(new OperatorCommand.Reload()));
      assertEquals(
          new ChangeOutcome.Failed("agency 3 is connected"), ask(new OperatorCommand.Close(3)));
    }
  }

  @Test
  void theStatusIsTheSnapshot() throws IOException {
    try (var _ = ControlSocket.listen(run, new ScriptedOperations(), NO_BETS)) {
      var done = (ChangeOutcome.Done) ask(new OperatorCommand.Status());
      assertEquals(SampleStatus.OPEN, Json.read(done.text(), Status.class));
    }
  }

  @Test
  void aFailureInTheServerIsReportedToTheOperator() throws IOException {
    try (var _ = ControlSocket.listen(run, new ScriptedOperations(), NO_BETS)) {
      var failed = (ChangeOutcome.Failed) ask(new OperatorCommand.Drain());
      assertTrue(failed.reason().contains("the listener"), failed.reason());
    }
  }

  @Test
  void onlyTheOwnerMayOpenIt() throws IOException {
    try (var _ = ControlSocket.listen(run, new ScriptedOperations(), NO_BETS)) {
      var mode = Files.getPosixFilePermissions(run.resolve(DrawLayout.CONTROL_SOCKET));
      assertEquals("rw-------", PosixFilePermissions.toString(mode));
    }
  }

  @Test
  void anUnknownCommandIsRefusedByName() throws IOException {
    try (var _ = ControlSocket.listen(run, new ScriptedOperations(), NO_BETS);
        SocketChannel channel = UnixSocket.connect(run.resolve(DrawLayout.CONTROL_SOCKET))) {
      channel.write(StandardCharsets.UTF_8.encode("dance all night\n"));
      String said =
          new String(
              java.nio.channels.Channels.newInputStream(channel).readAllBytes(),
              StandardCharsets.UTF_8);
      ControlReply refused = Json.read(said, ControlReply.class);
      assertEquals(ControlReply.FAILED, refused.kind());
      assertTrue(refused.text().startsWith("'dance' is not understood; "), said);
    }
  }

  @Test
  void anEndlessLineIsCutOff() throws IOException {
    try (var _ = ControlSocket.listen(run, new ScriptedOperations(), NO_BETS);
        SocketChannel channel = UnixSocket.connect(run.resolve(DrawLayout.CONTROL_SOCKET))) {
      channel.write(StandardCharsets.UTF_8.encode("s".repeat(251)));
      var in = java.nio.channels.Channels.newInputStream(channel);
      try {
        assertEquals(-1, in.read());
      } catch (IOException _) {
        // Closed with something unread: cut off as well.
      }
    }
  }

  /** The fleet's thread reports the steps: it must not wait for an operator's terminal. */
  @Test
  void anOperatorWhoIsGoneHoldsNothingUp() throws Exception {
    var operations = new ScriptedOperations();
    try (var _ = ControlSocket.listen(run, operations, NO_BETS)) {
      try (SocketChannel channel = UnixSocket.connect(run.resolve(DrawLayout.CONTROL_SOCKET))) {
        channel.write(StandardCharsets.UTF_8.encode("scale 6\n"));
      }
      assertTrue(operations.scaled.await(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void whereNoServerIsNothingCanBeAsked() {
    assertThrows(IOException.class, () -> ControlClient.connect(run));
  }

  /** Under SIGSTOP its socket still takes connections, and whatever is written to them. */
  @Test
  void serverThatIsStoppedIsNotWaitedFor() throws IOException {
    try (var _ = UnixSocket.listen(run.resolve(DrawLayout.CONTROL_SOCKET));
        var client = ControlClient.connect(run, Duration.ofMillis(100))) {
      var silent =
          assertThrows(
              ServerNotRespondingException.class,
              () -> client.ask(new OperatorCommand.Status(), null, steps::add));
      assertEquals(
          "it is stopped or hung: nothing was heard of it for 100 ms", silent.getMessage());
    }
  }

  @Test
  void serverWhoseQueueIsFullIsNotWaitedFor() throws IOException {
    List<ControlClient> waiting = new ArrayList<>();
    try (var _ = UnixSocket.listen(run.resolve(DrawLayout.CONTROL_SOCKET))) {
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 10_000; i++) {
              waiting.add(ControlClient.connect(run));
            }
          });
    } finally {
      for (ControlClient client : waiting) {
        client.close();
      }
    }
  }

  @Test
  void serverThatIsBusySaysThatItIsAlive() throws IOException {
    var operations = new ScriptedOperations();
    operations.takesLong = true;
    try (var _ = ControlSocket.listen(run, operations, NO_BETS);
        var client = ControlClient.connect(run, Steps.SILENCE.multipliedBy(3))) {
      assertEquals(
          new ChangeOutcome.Done("6 workers"),
          client.ask(new OperatorCommand.Scale(6), null, steps::add));
    }
  }

  /** What a person agreed to is done with the draw that was shown, or not at all. */
  @Test
  void commandForADrawThatIsNotTheCurrentOneIsRefused() throws IOException {
    try (var _ = ControlSocket.listen(run, new ScriptedOperations(), NO_BETS)) {
      var closing = new OperatorCommand.CloseIntake();
      assertEquals(new ChangeOutcome.Done("closed"), ask(closing, "christmas"));
      assertEquals(
          new ChangeOutcome.Failed("draw easter is not the current one: see supervisor draws"),
          ask(closing, "easter"));
    }
  }

  @Test
  void nextDrawIsOpenedWithItsTime() throws IOException {
    try (var _ = ControlSocket.listen(run, new ScriptedOperations(), NO_BETS)) {
      var closesAt = Instant.parse("2026-12-24T21:00:00.123456789Z");
      String longest = "d".repeat(64);
      assertEquals(
          new ChangeOutcome.Done(longest + " until " + closesAt),
          ask(new OperatorCommand.Open(longest, closesAt), SampleStatus.OPEN.draw()));
    }
  }

  /** Of whom bets were looked up is nobody's business but the operator's. */
  @Test
  void aLookupIsOnRecordWithoutTheDocument() throws IOException {
    String user = System.getProperty("user.name");
    assertEquals(
        "success user " + user + " command bets bets 1",
        eventOf("printf 'bet 0 WON 1,A,B,30123456,1990-05-17,7\\nend 1\\n'"));
    assertEquals(1, steps.size());
    assertEquals(
        "fail user "
            + user
            + " command bets bets 0 error the search ended early, behind no bet with this"
            + " document: killed (SIGKILL)",
        eventOf("kill -9 $$"));
  }

  /** A client that closes its connection, as one that is killed does. */
  @Test
  void aLookupEndsWithTheConnection() throws Exception {
    List<String> script =
        List.of("/bin/sh", "-c", "echo $$ >" + run.resolve("pid") + "; exec sleep 60");
    var search = new BetSearch(_ -> List.of(new BetSearch.Place("default", script)), Duration.ZERO);
    try (var _ = ControlSocket.listen(run, new ScriptedOperations(), search)) {
      try (SocketChannel channel = UnixSocket.connect(run.resolve(DrawLayout.CONTROL_SOCKET))) {
        channel.write(StandardCharsets.UTF_8.encode("bets 30123456\n"));
        channel.read(java.nio.ByteBuffer.allocate(1));
      }
      long pid = Long.parseLong(Files.readString(run.resolve("pid")).strip());
      ProcessHandle.of(pid)
          .ifPresent(process -> process.onExit().orTimeout(20, TimeUnit.SECONDS).join());
    }
  }

  /** What one lookup logs that stays on record. */
  private String eventOf(String script) throws IOException {
    List<String> events = new CopyOnWriteArrayList<>();
    ActionLog.listen(
        (action, result, facts) -> {
          if (action.equals("operator")) {
            events.add(result + " " + String.join(" ", facts));
          }
        });
    var search =
        new BetSearch(
            _ -> List.of(new BetSearch.Place("default", List.of("/bin/sh", "-c", script))),
            Duration.ZERO);
    try (var _ = ControlSocket.listen(run, new ScriptedOperations(), search)) {
      ask(new OperatorCommand.Bets("30123456"));
      assertEquals(1, events.size(), events::toString);
      return events.getFirst();
    } finally {
      ActionLog.listen(null);
    }
  }

  private ChangeOutcome ask(OperatorCommand command) throws IOException {
    return ask(command, null);
  }

  private ChangeOutcome ask(OperatorCommand command, @Nullable String draw) throws IOException {
    try (var client = ControlClient.connect(run)) {
      return client.ask(command, draw, steps::add);
    }
  }

  /** A server whose operations only report steps. */
  private static final class ScriptedOperations implements Operations {
    final CountDownLatch scaled = new CountDownLatch(1);
    final CountDownLatch never = new CountDownLatch(1);
    boolean takesLong;

    @Override
    public @Nullable Operations ofDraw(String name) {
      return name.equals(SampleStatus.OPEN.draw()) ? this : null;
    }

    @Override
    public ChangeOutcome open(String name, @Nullable Instant closesAt, Consumer<String> steps) {
      return new ChangeOutcome.Done(name + " until " + closesAt);
    }

    @Override
    public Status status() {
      return SampleStatus.OPEN;
    }

    @Override
    public ChangeOutcome scale(int workers, Consumer<String> steps) throws InterruptedException {
      if (takesLong) {
        long silence = Steps.SILENCE.multipliedBy(4).toMillis();
        assertFalse(never.await(silence, TimeUnit.MILLISECONDS));
      }
      steps.accept("1 of 2");
      steps.accept("2 of 2");
      scaled.countDown();
      return new ChangeOutcome.Done(workers + " workers");
    }

    @Override
    public ChangeOutcome reload(Consumer<String> steps) {
      return new ChangeOutcome.Failed("a worker died");
    }

    @Override
    public ChangeOutcome drain(Consumer<String> steps) throws IOException {
      throw new IOException("the listener cannot be closed");
    }

    @Override
    public ChangeOutcome stop() {
      return new ChangeOutcome.Done("stopping");
    }

    @Override
    public ChangeOutcome close(int agency) {
      return new ChangeOutcome.Failed("agency " + agency + " is connected");
    }

    @Override
    public ChangeOutcome closeIntake() {
      return new ChangeOutcome.Done("closed");
    }

    @Override
    public ChangeOutcome draw(int number) {
      return new ChangeOutcome.Failed(number + " comes before the seal");
    }
  }
}
