package loteria.supervisor.control;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import loteria.supervisor.status.Status;

/** What a command without a way back would do: shown to a person, who is asked. */
final class Confirmation {
  private final Status status;
  private final PrintStream out;
  private final PrintStream err;

  Confirmation(Status status, PrintStream out, PrintStream err) {
    this.status = status;
    this.out = out;
    this.err = err;
  }

  /** Whether a command has no way back. */
  static boolean isNeeded(OperatorCommand command) {
    return command instanceof OperatorCommand.Close
        || command instanceof OperatorCommand.CloseIntake
        || command instanceof OperatorCommand.Draw;
  }

  /** Shows what a command would do, and asks. */
  boolean isGiven(OperatorCommand command) {
    return switch (command) {
      case OperatorCommand.Close(int agency) -> isToClose(agency);
      case OperatorCommand.CloseIntake() -> isToCloseIntake();
      case OperatorCommand.Draw(int number) -> isToDraw(number);
      default -> true;
    };
  }

  private boolean isToClose(int agency) {
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
    return isAnsweredYes("Close agency?");
  }

  private boolean isToCloseIntake() {
    Status.Totals totals = status.totals();
    out.printf(
        Locale.ROOT,
        "%,d bets of draw %s stored; %,d of %,d agencies have finished.%n",
        totals.bets(),
        status.draw(),
        totals.finished(),
        totals.agencies());
    out.println("Once the intake is closed, all count as finished with what is stored. What they");
    out.println("may still send is refused, and there is no way back.");
    return isAnsweredYes("Close the intake?");
  }

  private boolean isToDraw(int number) {
    out.printf(
        Locale.ROOT,
        "Draw %s: %,d bets%s.%n",
        status.draw(),
        status.totals().bets(),
        status.seal() == null ? ", not sealed" : ", sealed as " + status.seal());
    out.printf(
        Locale.ROOT, "%04d becomes the number that wins, and there is no way back.%n", number);
    return isAnsweredYes("Draw this number?");
  }

  @SuppressWarnings(
      "SystemConsoleNull") // It is null where there is no terminal, whatever is promised.
  private boolean isAnsweredYes(String question) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      err.println("supervisor: there is nobody to ask; --yes does it without asking");
      return false;
    }
    String answer = console.readLine("%s [y/N] ", question);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
