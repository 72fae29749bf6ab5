package loteria.agency;

import java.util.List;
import loteria.ipc.settings.HelpText;
import loteria.ipc.settings.Setting;

/** What {@code agency --help} says. */
final class AgencyHelp {
  private static final String SYNOPSIS =
      """
      agency --id N --file FILE [--server HOST:PORT[,HOST:PORT]...] [OPTION]...
      agency --id N [OPTION]...
      agency generate --bets N [...]
      agency check --receipt FILE --seal FILE\
      """;

  private static final String DESCRIPTION =
      """
      Sends an agency's bets to the central server, says that there are no more,
      waits for the draw and prints its own winners. It continues where it was cut
      short, however that happened: just start it again. On a terminal it shows how
      far it has come, and what it waits for.

      Of several servers that serve the same draw it uses one at a time, and moves
      to the next when that one fails. The first is the one at place N modulo their
      count, from 0, so that agencies are spread.

      Without --file it sends the one bet of the environment, and does not wait.

      generate makes a file of bets to try it with: `agency generate --help`.
      check shows that a receipt's bets are sealed: `agency check --help`.\
      """;

  private static final List<HelpText.Group> GROUPS = List.of(new HelpText.Group("OPTIONS", "id"));

  private static final String ENVIRONMENT =
      """
      Each option may also be the environment variable in brackets beside it, or a
      line `flag = value` of the --config file. A flag goes before the environment,
      that before the file, and that before the default. Besides:

      NOMBRE, APELLIDO, DOCUMENTO, NACIMIENTO, NUMERO
                 the single bet; NACIMIENTO is a date such as 1990-05-17
      JAVA_HOME  where Java is, 25 or newer; else the PATH and the usual folders
      JAVA_OPTS  flags for the JVM; no start-up caches then\
      """;

  private static final String FILES =
      """
      FILE               a bet a line, UTF-8, any size, without a header:
                         first name,last name,document,birth date,number
      FILE.rejected.csv  rows that were refused: line number, reason, the row
      FILE.late.csv      rows that came too late, as they are in FILE
      FILE.receipt       how many bets are stored, and their SHA-256
      conf/agency.properties, or etc/loteria/agency.properties where installed
                         a --config file with every setting explained\
      """;

  private static final String EXIT_STATUS =
      """
      0  all bets are stored and the winners printed; or asked to end (SIGTERM), and
         all that was sent is accounted for: start it again to continue
      1  the file cannot be read, or it, its list or standard output not be written,
         or the program failed: the log says why; mend that and start it again
      2  a setting is wrong, nothing was sent: the line on standard error says which
      3  some rows were refused, all others are stored: FILE.rejected.csv says which
         and why. That is final, but with --on-refused wait: then correct FILE and
         start again. A bet of the environment that is refused ends with this, too
      4  nothing moved on for as long as --give-up-after: see that a server is up
         and can be reached, then start it again
      5  the server refuses this agency, and starting again will not help: the log
         says why (no such agency or draw, a file or its list of refused rows that
         is not the one of which a part was sent, a server of another version)
      6  another program sends for this agency, and went first: see that only one
         runs, then start it again
      7  bets came too late: the intake had closed, or an operator had closed this
         agency; FILE.late.csv has them. Those that are stored take part, and the
         winners are printed. A bet of the environment that is too late ends so, too\
      """;

  private static final String EXAMPLES =
      """
      agency generate --bets 1000 --winners 2 --file bets.csv
      agency --id 1 --server localhost:12345 --file bets.csv
      agency --id 1 --server a.example:12345,b.example:12345 --file bets.csv
      CLI_ID=1 NOMBRE=Ana APELLIDO=Paz DOCUMENTO=30123456 NACIMIENTO=1990-05-17 \\
          NUMERO=7574 agency\
      """;

  private AgencyHelp() {}

  /** The page, with all these options. */
  static String of(List<Setting> known) {
    return new HelpText("agency", "sends an agency's bets to the lottery's central server")
        .section("SYNOPSIS", SYNOPSIS)
        .section("DESCRIPTION", DESCRIPTION)
        .options(known, GROUPS)
        .section("ENVIRONMENT", ENVIRONMENT)
        .section("FILES", FILES)
        .section("EXIT STATUS", EXIT_STATUS)
        .section("EXAMPLES", EXAMPLES)
        .text();
  }
}
