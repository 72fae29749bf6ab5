package loteria.supervisor;

import java.util.List;
import java.util.stream.Stream;
import loteria.ipc.settings.Setting;

/** What {@code supervisor open --help} and {@code supervisor draws --help} say. */
final class SeasonHelp {
  static final CommandHelp.Page OPEN =
      new CommandHelp.Page(
          "open",
          "open NAME [--closes-at TIME] [--data DIR] [--draw NAME] [--run DIR]",
          "opens the next draw",
          """
          Once the current draw has been made, the server holds the next one: agencies
          that name no draw send their bets to it from then on. Winners of the draw
          before can still be asked for by its name, and of those before that while
          --keep-draws keeps them open. Nothing is deleted. A server that is started
          again continues with the current draw.\
          """,
          "NAME  the next draw's: 1 to 64 letters, digits, dots, dashes and underscores",
          with(SupervisorOptions.CLOSES_AT),
          CommandHelp.ASKED);

  static final CommandHelp.Page DRAWS =
      new CommandHelp.Page(
          "draws",
          "draws [--json] [--data DIR] [--draw NAME] [--run DIR]",
          "lists the draws of this server",
          """
          Lists the draws that the server has held one after another, the oldest first
          and the current one last: state, bets, number drawn, winners and seal.\
          """,
          "",
          with(SupervisorOptions.JSON),
          CommandHelp.ASKED);

  private SeasonHelp() {}

  private static List<Setting> with(Setting own) {
    return Stream.concat(Stream.of(own), CommandHelp.WHERE.stream()).toList();
  }
}
