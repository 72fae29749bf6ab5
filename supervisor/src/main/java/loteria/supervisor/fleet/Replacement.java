package loteria.supervisor.fleet;

import loteria.supervisor.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the worker of one place: the primitive that scaling, reloading and recycling are made
 * of. The successor starts beside the old worker, which leaves only once the successor is ready.
 * Used by the fleet's thread alone.
 *
 * <pre>
 *            successor is ready              old worker has ended
 *  STARTING ────────────────────▶ RETIRING ──────────────────────▶ DONE
 *      │                                       (at once where the place was empty)
 *      └─────────────────────────────────────────────────────────▶ FAILED
 *            successor has ended
 * </pre>
 */
final class Replacement {
  private final Slot successor;
  private final @Nullable Slot old;
  private Phase phase = Phase.STARTING;

  /** How far it has come. */
  enum Phase {
    STARTING,
    RETIRING,
    DONE,
    FAILED
  }

  private Replacement(Slot successor, @Nullable Slot old) {
    this.successor = successor;
    this.old = old;
  }

  /** Starts a successor beside a worker. */
  static Replacement of(Slots slots, Slot old) {
    return new Replacement(slots.add(old.number()), old);
  }

  /** Starts a worker in an empty place. */
  static Replacement ofNone(Slots slots, int number) {
    return new Replacement(slots.add(number), null);
  }

  /** The number of the place. */
  int number() {
    return successor.number();
  }

  /** Why it failed, as the end of a sentence. */
  String trouble() {
    return successor.trouble();
  }

  /** Takes the step that is due, if any; returns the phase then. */
  Phase advance() {
    if (phase == Phase.STARTING && successor.isReady()) {
      takePlace();
    } else if (phase == Phase.STARTING && successor.isRetired()) {
      phase = Phase.FAILED;
    }
    if (phase == Phase.RETIRING && (old == null || old.isRetired())) {
      if (old != null) {
        successor.follow(old);
      }
      phase = Phase.DONE;
    }
    return phase;
  }

  private void takePlace() {
    if (old == null) {
      successor.takePlace();
    } else {
      successor.takePlaceOf(old);
    }
    phase = Phase.RETIRING;
  }
}
