package loteria.supervisor.control;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowCheck;
import loteria.ipc.settings.UsageException;
import loteria.ipc.text.Excerpt;
import loteria.supervisor.fleet.Fleet;
import org.jspecify.annotations.Nullable;

/** What an operator can ask a running supervisor for: one line on the control socket. */
public sealed interface OperatorCommand {
  /** What can be asked for, and what else the program does when it is called by name. */
  String NAMES =
      "status, scale N, reload, drain, stop, close AGENCY, close-intake, draw NUMBER, open NAME,"
          + " draws, events, bets, verify, export, import FOLDER and certificates";

  /** Show everything. */
  record Status() implements OperatorCommand {}

  /** Have so many workers. */
  record Scale(int workers) implements OperatorCommand {}

  /** Replace all workers by new processes, one after the other. */
  record Reload() implements OperatorCommand {}

  /** Take nothing more, finish what is in hand. */
  record Drain() implements OperatorCommand {}

  /** End in order. */
  record Stop() implements OperatorCommand {}

  /** Take an agency that is gone for good as finished. */
  record Close(int agency) implements OperatorCommand {}

  /** Close the intake: no agency's bets are taken any more. */
  record CloseIntake() implements OperatorCommand {}

  /** This number has been drawn. */
  record Draw(int number) implements OperatorCommand {}

  /** Open the next draw; its intake closes by itself at a time, or does not. */
  record Open(String draw, @Nullable Instant closesAt) implements OperatorCommand {}

  /** Show the draws of the season. */
  record Draws() implements OperatorCommand {}

  /** Show the bets of the person with this document. */
  record Bets(String document) implements OperatorCommand {
    /** Without the document: this may come into a log by mistake. */
    @Override
    public String toString() {
      return BETS;
    }
  }

  /** The word for {@link Bets}. */
  String BETS = "bets";

  /**
   * A command out of its words.
   *
   * @throws UsageException when they are not a command
   */
  static OperatorCommand parse(List<String> words) throws UsageException {
    String name = words.isEmpty() ? "" : words.getFirst();
    List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
    return switch (name) {
      case "status" -> alone(name, rest, new Status());
      case "scale" -> new Scale(number(name, rest, "how many workers", 1, Fleet.WORKERS_MAX));
      case "reload" -> alone(name, rest, new Reload());
      case "drain" -> alone(name, rest, new Drain());
      case "stop" -> alone(name, rest, new Stop());
      case "close" -> new Close(number(name, rest, "which agency", 1, AgencyId.MAX));
      case "close-intake" -> alone(name, rest, new CloseIntake());
      case "draw" -> new Draw(number(name, rest, "the one drawn", 0, RowCheck.NUMBER_MAX));
      case "open" -> open(rest);
      case "draws" -> alone(name, rest, new Draws());
      case BETS -> new Bets(document(rest));
      default -> throw unknown(name);
    };
  }

  /** What to throw at the name of no command. */
  static UsageException unknown(String name) {
    return new UsageException(
        "'" + name + "' is not understood; commands are " + NAMES + ", see --help");
  }

  /** What a line begins with that is only for the current draw if that has this name. */
  String FOR_DRAW = "draw:";

  /** Whether it changes nothing. */
  default boolean onlyShows() {
    return this instanceof Status || this instanceof Draws;
  }

  /** Whether it is for one draw, not for the server. */
  default boolean isForOneDraw() {
    return switch (this) {
      case Status(), Close(int _), CloseIntake(), Draw(int _) -> true;
      case Scale(int _), Reload(), Drain(), Stop(), Open(String _, Instant _), Draws() -> false;
      // That of the server which has the draw, be it the current one or not.
      case Bets(String _) -> true;
    };
  }

  /** Its first word. */
  default String name() {
    return line().split(" ", 2)[0];
  }

  /** The line that asks for it. */
  default String line() {
    return switch (this) {
      case Status() -> "status";
      case Scale(int workers) -> "scale " + workers;
      case Reload() -> "reload";
      case Drain() -> "drain";
      case Stop() -> "stop";
      case Close(int agency) -> "close " + agency;
      case CloseIntake() -> "close-intake";
      case Draw(int number) -> "draw " + number;
      case Open(String draw, Instant closesAt) ->
          "open " + draw + (closesAt == null ? "" : " " + closesAt);
      case Draws() -> "draws";
      case Bets(String document) -> BETS + " " + document;
    };
  }

  /** Behind the name may be a time: on the socket it is a word as any other. */
  private static OperatorCommand open(List<String> rest) throws UsageException {
    if (rest.isEmpty() || rest.size() > 2) {
      throw new UsageException("open needs one name: that of the next draw");
    }
    if (!DrawLayout.isName(rest.getFirst())) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "open: '%s' is not 1 to 64 letters, digits, dots, dashes and underscores",
              rest.getFirst()));
    }
    try {
      return new Open(
          rest.getFirst(),
          rest.size() == 1 ? null : OffsetDateTime.parse(rest.getLast()).toInstant());
    } catch (DateTimeParseException _) {
      throw new UsageException(
          "open: '" + rest.getLast() + "' is no date, time and offset from UTC");
    }
  }

  /** What logs and events may have of it: no person's document. */
  default String onRecord() {
    return this instanceof Bets ? name() : line();
  }

  private static String document(List<String> rest) throws UsageException {
    if (rest.size() != 1) {
      throw new UsageException("bets needs one document");
    }
    if (!RowCheck.isDocument(rest.getFirst())) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--document '%s' is not 1 to %d letters and digits",
              Excerpt.of(rest.getFirst()),
              RowCheck.DOCUMENT_MAX));
    }
    return rest.getFirst();
  }

  private static OperatorCommand alone(String name, List<String> rest, OperatorCommand command)
      throws UsageException {
    if (!rest.isEmpty()) {
      throw new UsageException(
          String.format(Locale.ROOT, "'%s' is not understood after %s", rest.getFirst(), name));
    }
    return command;
  }

  /** A number from a minimum to a maximum; any other argument is wrong for every server. */
  private static int number(String name, List<String> rest, String what, int min, int max)
      throws UsageException {
    if (rest.size() != 1) {
      throw new UsageException(
          String.format(Locale.ROOT, "%s needs one number, %d to %d: %s", name, min, max, what));
    }
    int number;
    try {
      number = Integer.parseInt(rest.getFirst());
    } catch (NumberFormatException _) {
      throw new UsageException(
          String.format(Locale.ROOT, "%s: '%s' is no whole number", name, rest.getFirst()));
    }
    if (number < min || number > max) {
      throw new UsageException(
          String.format(Locale.ROOT, "%s: '%d' is not from %d to %d", name, number, min, max));
    }
    return number;
  }
}
