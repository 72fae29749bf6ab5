package loteria.supervisor.control;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
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
    }
  }

  private ExitCode ask(OperatorCommand command) throws IOException {
    if (command instanceof OperatorCommand.Close(int agency) && !yes && !agrees(agency)) {
      err.println("supervisor: nothing is closed");
      return ExitCode.FAILED;
    }
    try (var client = ControlClient.connect(server.run())) {
      return switch (client.ask(command, out::println)) {
        case ChangeOutcome.Done(String text) -> {
          out.println(command instanceof OperatorCommand.Status ? status(text) : text);
          if (command instanceof OperatorCommand.Stop) {
            client.awaitEnd();
            out.println("stopped");
          }
          yield ExitCode.OK;
        }
        case ChangeOutcome.Failed(String reason) -> {
          err.println("supervisor: " + reason);
          yield ExitCode.FAILED;
        }
      };
    }
  }

  @ForPeople
  private String status(String text) {
    return json
        ? text
        : StatusText.of(Json.read(text, Status.class), ZoneId.systemDefault()).stripTrailing();
  }

  /** Shows what would be closed, and asks. */
  private boolean agrees(int agency) throws IOException {
    Status status;
    try (var client = ControlClient.connect(server.run())) {
      ChangeOutcome outcome = client.ask(new OperatorCommand.Status(), _ -> {});
      if (!(outcome instanceof ChangeOutcome.Done(String text))) {
        return false;
      }
      status = Json.read(text, Status.class);
    }
    if (agency < 1 || agency > status.totals().agencies()) {
      err.printf(Locale.ROOT, "supervisor: agency %d does not take part%n", agency);
      return false;
    }
    for (Status.Agency of : status.agencies()) {
      if (of.id() == agency) {
        out.printf(
            Locale.ROOT,
            "Agency %d: %,d bets in %,d batches stored.%n",
            agency,
            of.bets(),
            of.batches());
      }
    }
    out.println("Closed, it counts as finished with what is stored. What it may still send is");
    out.println("refused, and there is no way back.");
    return answersYes();
  }

  @SuppressWarnings(
      "SystemConsoleNull") // It is null where there is no terminal, whatever is promised.
  private boolean answersYes() {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      err.println("supervisor: there is nobody to ask; --yes closes without asking");
      return false;
    }
    String answer = console.readLine("Close agency? [y/N] ");
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
