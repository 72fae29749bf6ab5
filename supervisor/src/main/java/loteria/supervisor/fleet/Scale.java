package loteria.supervisor.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import loteria.supervisor.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * Brings the pool to another size: new workers under the lowest free numbers, or away with the
 * highest. Abandoned workers are tried again, if they are to stay.
 */
final class Scale implements Change {
  private final Slots slots;
  private final Consumer<String> progress;
  private final List<Replacement> arrivals = new ArrayList<>();
  private final List<Slot> leaving;
  private final List<String> failures = new ArrayList<>();
  private final int steps;
  private int done;

  /**
   * @param progress receives each step
   */
  Scale(Slots slots, int workers, Consumer<String> progress) {
    this.slots = slots;
    this.progress = progress;
    List<Slot> there = slots.inPlace();
    List<Slot> staying = there.stream().limit(workers).toList();
    for (Slot old : staying) {
      if (old.isAbandoned()) {
        arrivals.add(Replacement.of(slots, old));
      }
    }
    List<Integer> taken = there.stream().map(Slot::number).toList();
    for (int number = 1, added = there.size(); added < workers; number++) {
      if (!taken.contains(number)) {
        arrivals.add(Replacement.ofNone(slots, number));
        added++;
      }
    }
    leaving = new ArrayList<>(there.subList(staying.size(), there.size()).reversed());
    steps = arrivals.size() + leaving.size();
  }

  @Override
  public @Nullable ChangeOutcome advance() {
    arrivals.removeIf(this::hasEnded);
    leaving.stream().filter(this::isSpare).forEach(Slot::retire);
    leaving.removeIf(this::hasLeft);
    if (arrivals.isEmpty() && areStuck()) {
      failures.add("no worker that stays is ready");
      leaving.removeIf(Slot::isInPlace);
    }
    if (!arrivals.isEmpty() || !leaving.isEmpty()) {
      return null;
    }
    String now = Change.workers(slots.inPlace().size());
    return failures.isEmpty()
        ? new ChangeOutcome.Done(now)
        : new ChangeOutcome.Failed(String.join("; ", failures) + "; " + now + " now");
  }

  private boolean hasEnded(Replacement arrival) {
    return switch (arrival.advance()) {
      case STARTING, RETIRING -> false;
      case DONE -> {
        step(String.format(Locale.ROOT, "worker %d is ready", arrival.number()));
        yield true;
      }
      case FAILED -> {
        failures.add(
            String.format(
                Locale.ROOT, "the new worker %d %s", arrival.number(), arrival.trouble()));
        yield true;
      }
    };
  }

  /** Whether it may leave: another worker is ready, or this one serves no session. */
  private boolean isSpare(Slot slot) {
    return slot.isInPlace()
        && (!slot.isReady()
            || slots.inPlace().stream().anyMatch(other -> other != slot && other.isReady()));
  }

  private boolean hasLeft(Slot slot) {
    if (slot.isRetired()) {
      step(String.format(Locale.ROOT, "worker %d has ended", slot.number()));
    }
    return slot.isRetired();
  }

  /** Whether one must stay because none of the others will ever be ready. */
  private boolean areStuck() {
    return leaving.stream().anyMatch(Slot::isInPlace)
        && slots.inPlace().stream().allMatch(slot -> leaving.contains(slot) || slot.isAbandoned());
  }

  private void step(String text) {
    done++;
    progress.accept(String.format(Locale.ROOT, "%s, %d of %d", text, done, steps));
  }
}
