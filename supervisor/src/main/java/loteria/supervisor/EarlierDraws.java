package loteria.supervisor;

import java.io.IOException;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.settings.UsageException;
import loteria.supervisor.relay.OpenDraw;
import loteria.supervisor.season.DrawList;

/**
 * Starts the earlier draws of a season that are kept open, behind the current one, which does not
 * need them.
 */
final class EarlierDraws {
  private static final ActionLog LOG = new ActionLog(EarlierDraws.class);

  private final Season season;
  private final DrawList list;

  /** The places of those that are to be started, up to the current one's. */
  private final int first;

  private final int last;

  EarlierDraws(Season season, DrawList list, int keep) {
    this.season = season;
    this.list = list;
    this.first = list.firstKept(keep);
    this.last = list.last();
  }

  /** Lets sessions for earlier draws wait until these are started. */
  void announce() {
    for (int i = first; i < last; i++) {
      String name = list.get(i).name();
      if (list.isThere(name)) {
        season.open().keep(OpenDraw.withoutWorkers(name));
      }
    }
  }

  /** Starts them on a thread of its own, the newest first; returns at once. */
  void start() {
    Thread.ofPlatform().name("earlier-draws").daemon().start(this::run);
  }

  private void run() {
    try {
      for (int i = last - 1; i >= first; i--) {
        start(i);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void start(int index) throws InterruptedException {
    String name = list.get(index).name();
    RunningDraw draw = null;
    try {
      if (!list.isThere(name)) {
        throw new IOException("its folder is not there");
      }
      draw = season.taker().earlier(index);
      if (!season.insert(draw, index)) {
        season.open().forget(name);
        draw.closeFolder();
        return;
      }
      draw.start(season);
      season.open().keep(draw.open());
    } catch (IOException | UsageException | RuntimeException e) {
      season.open().forget(name);
      if (draw != null) {
        season.release(draw);
      }
      LOG.warn("draw_closed", "draw", name, "error", "its winners cannot be asked for: " + e);
    }
  }
}
