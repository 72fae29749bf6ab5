package loteria.supervisor.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import loteria.supervisor.status.PastDraw;
import loteria.supervisor.status.Status;
import org.jspecify.annotations.Nullable;

/** The draws of a season, for {@code supervisor draws}. */
final class DrawsText {
  private DrawsText() {}

  /**
   * A draw of the season.
   *
   * @param state as in the status
   * @param seal null before it is sealed, and where the number was set before
   * @param winningNumber null before the draw
   * @param winners null before the draw
   */
  record Line(
      String draw,
      Status.Phase state,
      long bets,
      @Nullable String seal,
      @Nullable Integer winningNumber,
      @Nullable Integer winners) {}

  /** The draws, the oldest first. */
  static List<Line> draws(Status status) {
    List<Line> draws = new ArrayList<>();
    for (PastDraw past : status.earlier()) {
      draws.add(
          new Line(
              past.name(),
              Status.Phase.DRAWN,
              past.bets(),
              past.seal(),
              past.winningNumber(),
              past.winners()));
    }
    draws.add(
        new Line(
            status.draw(),
            status.phase(),
            status.totals().bets(),
            status.seal(),
            status.winningNumber(),
            status.totals().winners()));
    return draws;
  }

  /** As a table for people. */
  static String of(Status status) {
    var table = new TextTable("draw", "state", ">bets", ">number", ">winners", "seal");
    for (Line draw : draws(status)) {
      table.row(
          draw.draw(),
          draw.state().name().toLowerCase(Locale.ROOT),
          String.format(Locale.ROOT, "%,d", draw.bets()),
          draw.winningNumber() == null
              ? "-"
              : String.format(Locale.ROOT, "%04d", draw.winningNumber()),
          draw.winners() == null ? "-" : String.format(Locale.ROOT, "%,d", draw.winners()),
          draw.seal() == null ? "-" : draw.seal());
    }
    return table.toString();
  }
}
