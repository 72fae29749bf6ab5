package loteria.supervisor.fleet;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.function.Consumer;
import loteria.supervisor.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * Replaces workers by new processes, one {@link Replacement} after the other; stops at the first
 * that fails.
 */
final class Reload implements Change {
  private final Slots slots;
  private final Queue<Slot> left;
  private final int count;
  private final Consumer<String> progress;
  private int replaced;
  private @Nullable Replacement current;

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
    while (!left.isEmpty()) {
      Replacement replacement = current == null ? Replacement.of(slots, left.element()) : current;
      current = replacement;
      switch (replacement.advance()) {
        case STARTING, RETIRING -> {
          return null;
        }
        case FAILED -> {
          return failed(replacement);
        }
        case DONE -> replaced(replacement);
      }
    }
    return new ChangeOutcome.Done(Change.workers(replaced) + " replaced");
  }

  private void replaced(Replacement replacement) {
    current = null;
    left.remove();
    replaced++;
    progress.accept(
        String.format(
            Locale.ROOT, "worker %d replaced, %d of %d", replacement.number(), replaced, count));
  }

  private ChangeOutcome failed(Replacement replacement) {
    return new ChangeOutcome.Failed(
        String.format(
            Locale.ROOT,
            "the new worker %d %s; %d of %d replaced",
            replacement.number(),
            replacement.trouble(),
            replaced,
            count));
  }
}
