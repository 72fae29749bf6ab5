package loteria.supervisor;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import loteria.ipc.logging.ActionLog;

/** The draws that are open, in the order of their season. Safe for use by several threads. */
final class RunningDraws {
  private static final ActionLog LOG = new ActionLog(RunningDraws.class);

  private volatile List<RunningDraw> all = List.of();

  /** Something that is done with a draw. */
  private interface Step {
    void with(RunningDraw draw) throws IOException;
  }

  /** What closes a draw, in order. */
  private static final List<Step> CLOSING =
      List.of(
          RunningDraw::closeFleet,
          RunningDraw::closeSocket,
          draw -> draw.coordinator().close(),
          RunningDraw::closeFolder);

  /** The draw that takes bets. */
  RunningDraw current() {
    return all.getLast();
  }

  /** The oldest one. */
  RunningDraw oldest() {
    return all.getFirst();
  }

  int size() {
    return all.size();
  }

  /**
   * Adds a draw.
   *
   * @param names of all draws of the season, in order
   */
  synchronized void add(RunningDraw draw, List<String> names) {
    all =
        Stream.concat(all.stream(), Stream.of(draw))
            .sorted(Comparator.comparingInt(one -> names.indexOf(one.name())))
            .toList();
  }

  /** Removes a draw; whether it was there. */
  synchronized boolean remove(RunningDraw draw) {
    boolean isThere = all.contains(draw);
    all = all.stream().filter(one -> !one.equals(draw)).toList();
    return isThere;
  }

  /** Closes everything of a draw that is not, or no longer, one of these. */
  static void close(RunningDraw draw) {
    for (Step part : CLOSING) {
      try {
        part.with(draw);
      } catch (IOException e) {
        LOG.warn("draw_closed", "draw", draw.name(), "error", e);
      }
    }
  }

  /** Ends all workers in order. */
  void closeFleets() throws IOException {
    withEach(RunningDraw::closeFleet);
  }

  void closeSockets() throws IOException {
    withEach(RunningDraw::closeSocket);
  }

  void closeCoordinators() throws IOException {
    withEach(draw -> draw.coordinator().close());
  }

  void closeFolders() throws IOException {
    withEach(RunningDraw::closeFolder);
  }

  /** The current one first: it does not wait for an earlier one. */
  private void withEach(Step step) throws IOException {
    IOException failure = null;
    for (RunningDraw draw : all.reversed()) {
      try {
        step.with(draw);
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
