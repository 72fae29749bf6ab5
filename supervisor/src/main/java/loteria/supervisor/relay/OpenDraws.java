package loteria.supervisor.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The draws that sessions can be for: the current one, which takes bets, and earlier ones, whose
 * winners are given out. Safe for use by several threads; never blocks.
 */
public final class OpenDraws {
  private volatile List<OpenDraw> earlier = List.of();
  private volatile @Nullable OpenDraw current;

  /** The draw of sessions that name none. */
  OpenDraw current() {
    return Objects.requireNonNull(current, "no draw has been opened");
  }

  /** The draw of this name, or the current one if it is empty; null if no such draw is open. */
  @Nullable OpenDraw named(String name) {
    OpenDraw now = current();
    if (name.isEmpty() || name.equals(now.name())) {
      return now;
    }
    for (OpenDraw one : earlier) {
      if (one.name().equals(name)) {
        return one;
      }
    }
    return null;
  }

  /** Makes a draw the current one; the one before becomes an earlier one. */
  public synchronized void open(OpenDraw next) {
    OpenDraw before = current;
    if (before != null) {
      keep(before);
    }
    current = next;
  }

  /** Adds an earlier draw, in place of one of the same name. */
  public synchronized void keep(OpenDraw draw) {
    List<OpenDraw> all = new ArrayList<>(earlier);
    all.removeIf(one -> one.name().equals(draw.name()));
    all.add(draw);
    earlier = List.copyOf(all);
  }

  /** Sessions cannot be for the earlier draw of this name any more. */
  public synchronized void forget(String name) {
    earlier = earlier.stream().filter(one -> !one.name().equals(name)).toList();
  }

  /** All of them, the current one first. */
  List<OpenDraw> all() {
    List<OpenDraw> all = new ArrayList<>(List.of(current()));
    all.addAll(earlier);
    return all;
  }
}
