package loteria.supervisor;

import java.util.List;
import loteria.ipc.settings.HelpText;
import loteria.ipc.settings.Setting;

/** What {@code supervisor --help} says. */
final class SupervisorHelp {
  private static final String SYNOPSIS =
      """
      supervisor [OPTION]...
      supervisor status [--json] [--data DIR] [--draw NAME] [--run DIR]
      supervisor scale N | reload | drain | stop [...]
      supervisor close AGENCY [--yes] [...]
      supervisor bets --document DOCUMENT [--json] [...]
      supervisor verify [--log] | export [FILE] [--data DIR] [--draw NAME]
      supervisor import FOLDER [--topic-lost] [--ledger ENGINE] [...]
      supervisor certificates init | issue | revoke | list [...]
      supervisor COMMAND --help\
      """;

  private static final String DESCRIPTION =
      """
      Takes bets from agencies over TCP, keeps them on disk, makes the draw once all
      agencies have finished, and tells each of them its own winners. A bet that was
      acknowledged is on disk, once, whichever process dies.

      Without a command it serves, with worker processes that it starts and watches,
      until SIGTERM or SIGINT; then it finishes what is in hand. A command speaks to
      the supervisor that serves the same --data and --draw (or --run), or reads its
      files.\
      """;

  private static final String COMMANDS =
      """
      status    say how the draw stands: agencies, workers, totals, limits, and whom
                the draw waits for since when; with --json for programs
      scale N   keep N workers from now on, 1 to 256
      reload    replace the workers one by one, each once its successor is ready
      drain     take no more connections and bets, let what is in hand finish
      stop      end the supervisor in order, as SIGTERM does
      close AGENCY
                declare an agency that is gone for good finished with what is stored
                of it, so that the draw need not wait; asks first, but with --yes
      close-intake
                take no more bets for this draw; what is stored is sealed then;
                asks first, but with --yes
      draw NUMBER
                say which number was drawn, once what is stored is sealed; asks
                first, but with --yes
      open NAME
                hold the next draw, once the current one has been made; with
                --closes-at its intake closes by itself
      draws     list the draws that were held one after another
      events    show who did what, and what happened, also while no server runs
      bets      show the bets of the person with --document, and whether they won
      verify    read what is stored, check all of it and say what was found;
                changes nothing, may run at any time; 1 if anything is wrong;
                with --log also compare with the replicated log, with --seal
                prove the draw
      export [FILE]
                rewrite bets.csv from the log, while nothing serves the draw; or
                all bets to FILE, at any time
      import FOLDER
                move the draw in FOLDER, of files or a copy of a topic, into the
                ledger that --ledger, --data and --draw name; nothing may serve it
      certificates
                make an authority in a folder, and certificates for TLS

      Each says more of itself, and of its exit status, with --help.\
      """;

  private static final List<HelpText.Group> GROUPS =
      List.of(
          new HelpText.Group("OPTIONS", "workers"),
          new HelpText.Group("LIMITS", "max-connections"),
          new HelpText.Group("TIMES (250ms, 10s, 5m, 1h; up to 1000h)", "handshake-timeout"),
          new HelpText.Group("OTHER OPTIONS", "worker-java-options"));

  private static final String ENVIRONMENT =
      """
      Each option may also be the environment variable in brackets beside it, or a
      line `flag = value` of the --config file. A flag goes before the environment,
      that before the file, and that before the default. Besides:

      JAVA_HOME  where Java is, 25 or newer; else the PATH and the usual folders
      JAVA_OPTS  flags for the supervisor's own JVM; no start-up caches then\
      """;

  private static final String FILES =
      """
      DATA/DRAW/log          all that is stored, and the draw: the only truth
      DATA/DRAW/bets.csv     every bet, written from it; RFC 4180, with the agency
                             before the bet
      DATA/DRAW/winners.csv  agency,document: there once the draw was made
      DATA/DRAW+draws.csv    the draws that followed DRAW, once there is one
      DATA/DRAW/run          Unix sockets, while it serves; elsewhere with --run
      conf/loteria.properties, or etc/loteria/loteria.properties where installed
                             a --config file with every setting explained\
      """;

  private static final String EXIT_STATUS =
      """
      0   stopped in order, by SIGTERM, SIGINT or `stop`; a command was done
      1   something failed that should not: the log says what; or a command was
          refused, or there is no server to ask: the line says why
      2   a flag, a number or a command is wrong, and nothing was started or asked:
          the line says what is wrong
      3   out of memory
      10  the disk failed: look at it, start again, then run `supervisor verify`
      11  no worker stays alive: the log says why each died
      12  another supervisor uses this draw's data: stop it, or use another --draw
      13  the ledger is damaged where it was known to be on disk: bring the folder
          back from a copy; `supervisor verify` names what is damaged; or the
          replicated log has lost or changed messages
      14  the port cannot be listened on: it is taken, or below 1024
      16  the draw has moved, and the line says where to; or an import of it has not
          ended: import again\
      """;

  private static final String EXAMPLES =
      """
      supervisor --workers 4 --agencies 2 --data ./data
      supervisor --config /etc/loteria/loteria.properties --log-level DEBUG
      SERVER_PORT=0 supervisor --data ./data --draw navidad
      supervisor verify --data ./data --draw navidad\
      """;

  private SupervisorHelp() {}

  /** The page, with all these options. */
  static String of(List<Setting> known) {
    return new HelpText("supervisor", "the central server of a lottery")
        .section("SYNOPSIS", SYNOPSIS)
        .section("DESCRIPTION", DESCRIPTION)
        .section("COMMANDS", COMMANDS)
        .options(known, GROUPS)
        .section("ENVIRONMENT", ENVIRONMENT)
        .section("FILES", FILES)
        .section("EXIT STATUS", EXIT_STATUS)
        .section("EXAMPLES", EXAMPLES)
        .text();
  }
}
