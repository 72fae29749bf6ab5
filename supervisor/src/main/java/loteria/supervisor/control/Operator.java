package loteria.supervisor.control;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.List;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.UsageException;
import loteria.ipc.time.ForPeople;
import loteria.supervisor.fleet.ChangeOutcome;
import loteria.supervisor.status.Json;
import loteria.supervisor.status.Status;
import org.jspecify.annotations.Nullable;

/** A person, or a script, asks a running supervisor: {@code supervisor status} and the like. */
public final class Operator {
  private final ServerPlace server;
  private final @Nullable String draw;
  private final boolean json;
  private final boolean yes;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * @param server whom to ask
   * @param draw the draw that is named; null if whichever is the current one is meant
   * @param json whether to print what was asked for as a program reads it
   * @param yes whether to do it without asking back
   */
  public Operator(
      ServerPlace server,
      @Nullable String draw,
      boolean json,
      boolean yes,
      PrintStream out,
      PrintStream err) {
    this.server = server;
    this.draw = draw;
    this.json = json;
    this.yes = yes;
    this.out = out;
    this.err = err;
  }

  /**
   * Sends the command that the words name, and prints its outcome.
   *
   * @throws UsageException when they say nothing that can be asked for
   */
  public ExitCode ask(List<String> words) throws UsageException {
    OperatorCommand command = OperatorCommand.parse(words);
    try {
      return ask(command);
    } catch (IOException e) {
      err.println("supervisor: " + server.whyNotAsked(e));
      return ExitCode.FAILED;
    } catch (UncheckedIOException e) {
      err.println("supervisor: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }

  private ExitCode ask(OperatorCommand command) throws IOException {
    String of = command.isForOneDraw() ? draw : null;
    if (Confirmation.isNeeded(command) && !yes) {
      // What was agreed to is done with the draw that was shown, or not at all.
      of = agreedFor(command, of);
      if (of == null) {
        err.println("supervisor: nothing is changed");
        return ExitCode.FAILED;
      }
    }
    BetsText bets = bets();
    try (var client = ControlClient.connect(server.run())) {
      boolean areBets = command instanceof OperatorCommand.Bets;
      return switch (client.ask(command, of, areBets ? bets::add : out::println)) {
        case ChangeOutcome.Done(String text) -> {
          if (areBets) {
            bets.end(text);
          } else {
            out.println(shown(command, text));
          }
          if (command instanceof OperatorCommand.Stop) {
            client.awaitEnd();
            out.println("stopped");
          }
          yield ExitCode.OK;
        }
        case ChangeOutcome.Failed(String reason) -> {
          bets.flush();
          err.println("supervisor: " + reason);
          yield ExitCode.FAILED;
        }
      };
    }
  }

  @ForPeople
  private String shown(OperatorCommand command, String text) {
    if (!command.onlyShows()) {
      return text;
    }
    Status status = Json.read(text, Status.class);
    if (command instanceof OperatorCommand.Draws) {
      return json ? Json.of(DrawsText.draws(status)) : DrawsText.of(status).stripTrailing();
    }
    return json ? text : StatusText.of(status, ZoneId.systemDefault()).stripTrailing();
  }

  @ForPeople
  private BetsText bets() {
    return new BetsText(out, json, ZoneId.systemDefault());
  }

  /** Shows what would be done, and asks; gives the draw that it is for, or null for nothing. */
  private @Nullable String agreedFor(OperatorCommand command, @Nullable String of)
      throws IOException {
    try (var client = ControlClient.connect(server.run())) {
      ChangeOutcome outcome = client.ask(new OperatorCommand.Status(), of, _ -> {});
      if (outcome instanceof ChangeOutcome.Done(String text)) {
        Status status = Json.read(text, Status.class);
        return new Confirmation(status, out, err).isGiven(command) ? status.draw() : null;
      }
      err.println("supervisor: " + ((ChangeOutcome.Failed) outcome).reason());
      return null;
    }
  }
}
