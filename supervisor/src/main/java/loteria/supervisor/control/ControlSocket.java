package loteria.supervisor.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.io.AcceptLoop;
import loteria.ipc.io.UnixSocket;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.runtime.Contained;
import loteria.ipc.settings.UsageException;
import loteria.supervisor.fleet.ChangeOutcome;
import loteria.supervisor.status.Json;
import org.jspecify.annotations.Nullable;

/**
 * Where operators ask: a line in, lines of JSON out, then closed. Only this process's user and root
 * may: the socket's mode says it, and the system is asked who each peer is.
 */
public final class ControlSocket implements AutoCloseable {
  private static final ActionLog LOG = new ActionLog(ControlSocket.class);
  private static final int LINE_CHARACTERS_MAX = 250;

  private final UnixSocket socket;
  private final AcceptLoop loop;
  private final UserPrincipal owner;
  private final Operations operations;
  private final BetSearch bets;

  private ControlSocket(
      UnixSocket socket, UserPrincipal owner, Operations operations, BetSearch bets) {
    this.socket = socket;
    this.loop =
        new AcceptLoop("control", socket, this::accepted, e -> LOG.fail("control", "error", e));
    this.owner = owner;
    this.operations = operations;
    this.bets = bets;
  }

  /**
   * Starts to accept operators' connections.
   *
   * @param run the folder of the socket
   * @param bets looks up what operators ask for
   */
  public static ControlSocket listen(Path run, Operations operations, BetSearch bets)
      throws IOException {
    UnixSocket socket = UnixSocket.listen(run.resolve(DrawLayout.CONTROL_SOCKET));
    var listening = new ControlSocket(socket, Files.getOwner(socket.path()), operations, bets);
    listening.loop.start();
    return listening;
  }

  /** Makes the socket again where its file is gone. */
  public void restore() throws IOException {
    socket.restore();
  }

  /** Takes no more; who has asked is answered. */
  @Override
  public void close() throws IOException {
    loop.close();
  }

  private void accepted(SocketChannel channel) {
    Thread.ofVirtual().name("operator").start(() -> Contained.run("control", () -> serve(channel)));
  }

  private void serve(SocketChannel channel) {
    try (channel) {
      UserPrincipal user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
      if (!user.equals(owner) && !user.getName().equals("root")) {
        LOG.warn("control", "user", user.getName(), "error", "is not the server's user");
        say(channel, new ControlReply(ControlReply.FAILED, "user " + user.getName() + " may not"));
        return;
      }
      carryOut(line(channel), user.getName(), channel);
    } catch (IOException e) {
      LOG.detail("control", "error", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void carryOut(String line, String user, SocketChannel channel)
      throws IOException, InterruptedException {
    List<String> words = List.of(line.split(" "));
    boolean isForDraw = words.getFirst().startsWith(OperatorCommand.FOR_DRAW);
    OperatorCommand command;
    try {
      command = OperatorCommand.parse(isForDraw ? words.subList(1, words.size()) : words);
    } catch (UsageException e) {
      say(channel, new ControlReply(ControlReply.FAILED, String.valueOf(e.getMessage())));
      return;
    }
    String draw = isForDraw ? words.getFirst().substring(OperatorCommand.FOR_DRAW.length()) : null;
    try (var steps = new Steps(said -> say(channel, said))) {
      ChangeOutcome outcome = outcome(command, draw, steps);
      record(command, user, outcome, steps.shown());
      steps.over(outcome);
    }
    if (command instanceof OperatorCommand.Stop) {
      // The end of the connection is the end of the process.
      while (true) {
        say(channel, ControlReply.STILL_ALIVE);
        Thread.sleep(Steps.SILENCE);
      }
    }
  }

  /**
   * What was asked for and not done is not on record as if it had been: of a number, none is. Of
   * bets that were looked up, how many were shown is, whatever came then.
   */
  private static void record(
      OperatorCommand command, String user, ChangeOutcome outcome, long shown) {
    List<Object> facts = new ArrayList<>(List.of("user", user));
    boolean isDone = outcome instanceof ChangeOutcome.Done;
    facts.addAll(List.of("command", isDone ? command.onRecord() : command.name()));
    if (command instanceof OperatorCommand.Bets) {
      facts.addAll(List.of("bets", shown));
    }
    switch (outcome) {
      case ChangeOutcome.Done(String _) when command.onlyShows() -> {}
      case ChangeOutcome.Done(String _) -> LOG.success("operator", facts.toArray());
      case ChangeOutcome.Failed(String reason) -> {
        facts.addAll(List.of("error", reason));
        LOG.warn("operator", facts.toArray());
      }
    }
  }

  private ChangeOutcome outcome(OperatorCommand command, @Nullable String draw, Steps steps) {
    Operations of = draw == null ? operations : operations.ofDraw(draw);
    if (of == null && !(command instanceof OperatorCommand.Bets)) {
      return new ChangeOutcome.Failed(
          "draw " + draw + " is not the current one: see supervisor draws");
    }
    return outcome(command, draw, of == null ? operations : of, steps);
  }

  private ChangeOutcome outcome(
      OperatorCommand command, @Nullable String draw, Operations operations, Steps steps) {
    try {
      return switch (command) {
        case OperatorCommand.Status() -> new ChangeOutcome.Done(Json.of(operations.status()));
        case OperatorCommand.Draws() -> new ChangeOutcome.Done(Json.of(operations.status()));
        case OperatorCommand.Scale(int workers) -> operations.scale(workers, steps::add);
        case OperatorCommand.Reload() -> operations.reload(steps::add);
        case OperatorCommand.Drain() -> operations.drain(steps::add);
        case OperatorCommand.Stop() -> operations.stop();
        case OperatorCommand.Close(int agency) -> operations.close(agency);
        case OperatorCommand.CloseIntake() -> operations.closeIntake();
        case OperatorCommand.Draw(int number) -> operations.draw(number);
        case OperatorCommand.Open(String next, Instant closesAt) ->
            operations.open(next, closesAt, steps::add);
        case OperatorCommand.Bets(String document) -> bets.find(document, draw, steps);
      };
    } catch (IOException e) {
      LOG.fail("control", "command", command.onRecord(), "error", e);
      return new ChangeOutcome.Failed(e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new ChangeOutcome.Failed("interrupted");
    } catch (RuntimeException e) {
      LOG.fail("control", "command", command.onRecord(), "error", e);
      return new ChangeOutcome.Failed(e.toString());
    }
  }

  private static String line(SocketChannel channel) throws IOException {
    var reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    var line = new StringBuilder();
    for (int next = reader.read(); next >= 0 && next != '\n'; next = reader.read()) {
      if (line.length() == LINE_CHARACTERS_MAX) {
        throw new IOException("a line of more than " + LINE_CHARACTERS_MAX + " characters");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  private static void say(SocketChannel channel, ControlReply said) throws IOException {
    ByteBuffer line = StandardCharsets.UTF_8.encode(Json.of(said) + "\n");
    loteria.ipc.io.Channels.write(channel, line);
  }
}
