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

/** A person, or a script, asks a running supervisor: {@code supervisor status} and the like. */
public final class Operator {
  private final ServerPlace server;
  private final boolean json;
  private final boolean yes;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * @param server whom to ask
   * @param json whether to print what was asked for as a program reads it
   * @param yes whether to do it without asking back
   */
  public Operator(ServerPlace server, boolean json, boolean yes, PrintStream out, PrintStream err) {
    this.server = server;
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
    if (Confirmation.isNeeded(command) && !yes && !agrees(command)) {
      err.println("supervisor: nothing is changed");
      return ExitCode.FAILED;
    }
    BetsText bets = bets();
    try (var client = ControlClient.connect(server.run())) {
      boolean areBets = command instanceof OperatorCommand.Bets;
      return switch (client.ask(command, areBets ? bets::add : out::println)) {
        case ChangeOutcome.Done(String text) -> {
          switch (command) {
            case OperatorCommand.Status() -> out.println(status(text));
            case OperatorCommand.Bets(String _) -> bets.end(text);
            default -> out.println(text);
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
  private BetsText bets() {
    return new BetsText(out, json, ZoneId.systemDefault());
  }

  @ForPeople
  private String status(String text) {
    return json
        ? text
        : StatusText.of(Json.read(text, Status.class), ZoneId.systemDefault()).stripTrailing();
  }

  /** Shows what would be done, and asks. */
  private boolean agrees(OperatorCommand command) throws IOException {
    try (var client = ControlClient.connect(server.run())) {
      ChangeOutcome outcome = client.ask(new OperatorCommand.Status(), _ -> {});
      return outcome instanceof ChangeOutcome.Done(String text)
          && new Confirmation(Json.read(text, Status.class), out, err).isGiven(command);
    }
  }
}
