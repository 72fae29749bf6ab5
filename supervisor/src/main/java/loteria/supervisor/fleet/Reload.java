package loteria.supervisor.fleet;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.function.Consumer;
import loteria.supervisor.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * Replaces workers by new processes, one after the other. A successor starts beside the worker that
 * it replaces, which leaves only when the successor is ready. Stops at the first that does not
 * become ready.
 */
final class Reload implements Change {
  private final Slots slots;
  private final Queue<Slot> left;
  private final int count;
  private final Consumer<String> progress;
  private int replaced;
  private @Nullable Slot successor;

  /**
   * @param old the slots whose workers are replaced
   * @param progress receives each step
   */
  Reload(Slots slots, List<Slot> old, Consumer<String> progress) {
    this.slots = slots;
    this.left = new ArrayDeque<>(old);
    this.count = old.size();
    this.progress = progress;
  }

  @Override
  public @Nullable ChangeOutcome advance() {
    Slot old = left.peek();
    if (old == null) {
      return new ChangeOutcome.Done(Change.workers(replaced) + " replaced");
    }
    if (successor == null) {
      successor = slots.add(old.number());
    } else if (successor.isCandidate() && successor.isReady()) {
      successor.takePlaceOf(old);
    } else if (successor.isCandidate() && successor.isRetired()) {
      return new ChangeOutcome.Failed(
          String.format(
              Locale.ROOT,
              "the new worker %d %s; %d of %d replaced",
              old.number(),
              successor.trouble(),
              replaced,
              count));
    } else if (!successor.isCandidate() && old.isRetired()) {
      successor.follow(old);
      successor = null;
      left.remove();
      replaced++;
      progress.accept(
          String.format(
              Locale.ROOT, "worker %d replaced, %d of %d", old.number(), replaced, count));
      return advance();
    }
    return null;
  }
}
