package loteria.supervisor;

import java.util.List;
import java.util.stream.Stream;
import loteria.ipc.settings.HelpText;
import loteria.ipc.settings.Setting;
import loteria.supervisor.certificates.CertificatesCommand;
import org.jspecify.annotations.Nullable;

/** What {@code supervisor COMMAND --help} says. */
final class CommandHelp {
  static final List<Setting> WHERE =
      List.of(
          SupervisorOptions.DATA,
          SupervisorOptions.DRAW,
          SupervisorOptions.RUN,
          SupervisorOptions.CONFIG,
          SupervisorOptions.HELP);

  private static final List<Setting> WHICH_FILES =
      List.of(
          SupervisorOptions.DATA,
          SupervisorOptions.DRAW,
          SupervisorOptions.GROUP_READABLE,
          SupervisorOptions.CONFIG,
          SupervisorOptions.HELP);

  private static final List<Setting> TO_VERIFY =
      Stream.concat(
              Stream.of(
                  SupervisorOptions.LOG,
                  SupervisorOptions.SEAL,
                  SupervisorOptions.LEDGER,
                  SupervisorOptions.KAFKA,
                  SupervisorOptions.KAFKA_CONFIG),
              WHICH_FILES.stream())
          .toList();

  static final String ASKED =
      """
      0  it was done
      1  it was refused or did not succeed, or no server could be asked: the line on
         standard error says why
      2  a flag or an argument is wrong: nothing was asked
      """;

  /**
   * A command's page.
   *
   * @param synopsis how it is called, behind the program's name
   * @param purpose what it does, in a few words
   * @param arguments what may stand for the words in capitals; empty for none
   */
  record Page(
      String name,
      String synopsis,
      String purpose,
      String description,
      String arguments,
      List<Setting> options,
      String exitStatus) {}

  private static final List<Page> PAGES =
      List.of(
          new Page(
              "status",
              "status [--json] [--data DIR] [--draw NAME] [--run DIR]",
              "says how the draw stands",
              """
              Shows agencies, workers, totals and limits, and which agencies the draw waits
              for, since when.\
              """,
              "",
              with(SupervisorOptions.JSON),
              ASKED),
          new Page(
              "scale",
              "scale N [--data DIR] [--draw NAME] [--run DIR]",
              "has the server keep N workers",
              """
              Starts or retires workers until there are N. One that is retired finishes what
              it has in hand first. Holds until the server ends: the next one begins with
              its --workers.\
              """,
              "N  how many, 1 to 256; fewer where the limit of open files (ulimit -n) is low",
              WHERE,
              ASKED),
          new Page(
              "reload",
              "reload [--data DIR] [--draw NAME] [--run DIR]",
              "replaces the workers one by one",
              """
              Each worker is replaced by a new process, once that is ready; agencies do not
              notice. With TLS it first reads certificates and lists again.\
              """,
              "",
              WHERE,
              ASKED),
          new Page(
              "drain",
              "drain [--data DIR] [--draw NAME] [--run DIR]",
              "ends the intake",
              """
              Has the server take no more connections and bets, and returns once all that is
              in hand is stored and answered. The server stays; only a new one takes bets.\
              """,
              "",
              WHERE,
              ASKED),
          new Page(
              "stop",
              "stop [--data DIR] [--draw NAME] [--run DIR]",
              "ends the server in order",
              """
              Ends the server as SIGTERM does: what is in hand is finished. Returns once its
              process is gone.\
              """,
              "",
              WHERE,
              ASKED),
          new Page(
              "close",
              "close AGENCY [--yes] [--data DIR] [--draw NAME] [--run DIR]",
              "declares an agency finished",
              """
              For an agency that is gone for good: it counts as finished with what is stored
              of it, so that the draw need not wait. There is no way back: so it shows what
              is stored and asks first, but with --yes.\
              """,
              "AGENCY  its number, 1 to 999999; one that takes part and is not connected",
              with(SupervisorOptions.YES),
              ASKED),
          new Page(
              "close-intake",
              "close-intake [--yes] [--data DIR] [--draw NAME] [--run DIR]",
              "closes the intake of the draw",
              """
              From then on no bet is taken for this draw: a batch that comes later is
              answered CLOSED, and each agency counts as finished with what is stored of
              it. What is stored is sealed then. There is no way back: so it asks first,
              but with --yes.\
              """,
              "",
              with(SupervisorOptions.YES),
              ASKED),
          new Page(
              "draw",
              "draw NUMBER [--yes] [--data DIR] [--draw NAME] [--run DIR]",
              "says which number was drawn",
              """
              For a server that was started without --winning-number: the number is
              recorded, once, and the winners are found. Refused before the intake has
              closed and what is stored is sealed. There is no way back: so it shows the
              seal and asks first, but with --yes.\
              """,
              "NUMBER  the number drawn, 0 to 9999",
              with(SupervisorOptions.YES),
              ASKED),
          SeasonHelp.OPEN,
          SeasonHelp.DRAWS,
          new Page(
              "events",
              "events [--since TIME] [--json] [--data DIR] [--draw NAME]",
              "shows what is on record",
              """
              Shows who closed, sealed, drew, scaled, reloaded, drained or stopped and
              when, and what happened: a worker that died, a peer that was refused, a
              clock that was set. The oldest first, times in UTC; also while no server
              runs.\
              """,
              "",
              Stream.concat(
                      Stream.of(SupervisorOptions.SINCE, SupervisorOptions.JSON), WHERE.stream())
                  .toList(),
              """
              0  the events are printed, or there are none
              1  the file cannot be read
              2  a flag or an argument is wrong\
              """),
          new Page(
              "bets",
              "bets --document DOCUMENT [--json] [--data DIR] [--draw NAME]",
              "shows a person's bets, and whether they won",
              """
              Reads what the server has stored and shows each bet with exactly this
              document, in the order in which they were stored: its agency, when it was
              stored, names, document, birth date, number, and whether it won. Changes
              nothing. Who asked, and how many bets there were, stays on record, without
              the document.\
              """,
              "",
              Stream.concat(
                      Stream.of(SupervisorOptions.DOCUMENT, SupervisorOptions.JSON), WHERE.stream())
                  .toList(),
              """
              0  all such bets are shown, or there are none
              1  the log cannot be read to its end, or no server could be asked: the line
                 on standard error says why; what is shown may not be all
              2  a flag is wrong, or the document is not 1 to 20 letters and digits:
                 nothing was asked
              """),
          new Page(
              "verify",
              "verify [--log | --seal HEX] [--data DIR] [--draw NAME]",
              "checks what is stored",
              """
              Reads all that is stored, checks it and says what was found. Changes nothing,
              and may run at any time. Warns of each file and folder that others than its
              owner may use, with the command that changes it. With --log also reads the
              replicated log from its beginning and compares what it says. With --seal
              also proves the draw: what is stored is what was sealed with that SHA-256,
              and the winners are all bets on the number drawn, and only those.\
              """,
              "",
              TO_VERIFY,
              """
              0   all is well; there may be warnings
              1   something is wrong, or cannot be read: it says what
              2   a flag or an argument is wrong
              13  the ledger is damaged where it was known to be on disk, or the
                  replicated log differs\
              """),
          new Page(
              "export",
              "export [FILE] [--data DIR] [--draw NAME] [--group-readable]",
              "writes all bets as CSV",
              """
              Rewrites bets.csv of the draw's folder from the log, while nothing serves
              the draw; or all bets to FILE, at any time.\
              """,
              """
              FILE  where to write instead; replaced if it is there. Only its owner may
                    read it, and with --group-readable its group\
              """,
              WHICH_FILES,
              """
              0   the file is written
              1   it cannot be: it says why
              2   a flag or an argument is wrong
              12  a supervisor serves the draw: stop it, or name a FILE
              13  the ledger is damaged where it was known to be on disk\
              """),
          ImportHelp.PAGE);

  private CommandHelp() {}

  /** A command's page; null when there is no such command. */
  static @Nullable String of(String command) {
    if (command.equals(CertificatesCommand.NAME)) {
      return CertificatesCommand.help();
    }
    for (Page page : PAGES) {
      if (page.name().equals(command)) {
        return text(page);
      }
    }
    return null;
  }

  private static String text(Page page) {
    var help =
        new HelpText("supervisor " + page.name(), page.purpose())
            .section("SYNOPSIS", "supervisor " + page.synopsis())
            .section("DESCRIPTION", page.description());
    if (!page.arguments().isEmpty()) {
      help.section("ARGUMENTS", page.arguments());
    }
    String first = page.options().getFirst().flag();
    return help.options(page.options(), List.of(new HelpText.Group("OPTIONS", first)))
        .section("EXIT STATUS", page.exitStatus())
        .text();
  }

  private static List<Setting> with(Setting own) {
    return Stream.concat(Stream.of(own), WHERE.stream()).toList();
  }
}
