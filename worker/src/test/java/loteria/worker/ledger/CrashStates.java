package loteria.worker.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import loteria.ipc.wire.Bytes;
import loteria.worker.ledger.DiskEvent.Answer;
import loteria.worker.ledger.DiskEvent.Change;
import loteria.worker.ledger.DiskEvent.Force;
import loteria.worker.ledger.DiskEvent.Target;
import loteria.worker.ledger.DiskEvent.Write;

/**
 * The states in which a power failure could leave a disk, after each thing that was done to it.
 *
 * <p>A change is safe once its file was forced. Of the others any may be lost: all choices while
 * they are few, else every prefix and some choices at random. The last one that is not lost may be
 * torn at any sector. And the sectors of a file may each be of another time, its size of yet
 * another.
 */
final class CrashStates {
  private static final int SECTOR = 512;
  private static final int ALL_CHOICES_MAX = 7;
  private static final int RANDOM_CHOICES = 60;
  private static final int RANDOM_TEARS = 3;
  private static final int MIXTURES = 6;

  private final Random random;
  private final State safe;
  private final List<Change> unsafe = new ArrayList<>();
  private final Set<Long> seen = new HashSet<>();
  private final List<State> found = new ArrayList<>();

  /** What a crash left. */
  record State(Image bets, Image journal) {
    State copy() {
      return new State(bets.copy(), journal.copy());
    }

    private Image image(Target target) {
      return switch (target) {
        case BETS -> bets;
        case JOURNAL -> journal;
      };
    }

    private State with(Change change) {
      change.applyTo(image(change.target()));
      return this;
    }

    private long hash() {
      return (long) bets.contentHash() << 32 | (journal.contentHash() & 0xffff_ffffL);
    }
  }

  /** Is shown each state that differs from those before. */
  interface Visitor {
    /**
     * @param events how many had happened
     */
    void crashed(int events, State state) throws IOException;
  }

  /**
   * @param begin what was safe before the first event
   */
  CrashStates(State begin, Random random) {
    this.safe = begin.copy();
    this.random = random;
  }

  void visit(List<DiskEvent> events, Visitor visitor) throws IOException {
    for (int i = 0; i < events.size(); i++) {
      List<State> states = statesAfter(events.get(i));
      for (State state : states) {
        visitor.crashed(i + 1, state);
      }
    }
  }

  private List<State> statesAfter(DiskEvent event) {
    found.clear();
    switch (event) {
      case Change change -> {
        unsafe.add(change);
        findChoices(true);
      }
      case Force(Target target) -> {
        settle(target);
        findChoices(false);
      }
      // More is promised: what was good enough before need not be now.
      case Answer _ -> {
        seen.clear();
        findChoices(false);
      }
    }
    return List.copyOf(found);
  }

  private void found(State state) {
    if (seen.add(state.hash())) {
      found.add(state);
    }
  }

  private void settle(Target target) {
    unsafe.stream().filter(change -> change.target() == target).forEach(safe::with);
    unsafe.removeIf(change -> change.target() == target);
  }

  /**
   * @param withLast whether only states that the last change is part of are new
   */
  private void findChoices(boolean withLast) {
    int count = unsafe.size();
    if (count <= ALL_CHOICES_MAX) {
      long last = withLast ? 1L << (count - 1) : 0;
      for (long choice = last; choice < 1L << count; choice++) {
        findTorn(choice);
      }
    } else {
      for (int length = 0; length <= count; length++) {
        findTorn((1L << length) - 1);
      }
      for (int i = 0; i < RANDOM_CHOICES; i++) {
        findTorn(random.nextLong() & ((1L << count) - 1));
      }
    }
    for (int i = 0; i < MIXTURES && count > 0; i++) {
      found(new State(mixture(Target.BETS), mixture(Target.JOURNAL)));
    }
  }

  /** The chosen changes, and the last of them torn. */
  private void findTorn(long choice) {
    found(after(choice));
    int last = 63 - Long.numberOfLeadingZeros(choice);
    if (choice == 0 || !(unsafe.get(last) instanceof Write write)) {
      return;
    }
    State before = after(choice & ~(1L << last));
    int firstTear = (int) (SECTOR - write.at() % SECTOR);
    int tears = Math.ceilDiv(Math.max(0, write.bytes().length() - firstTear), SECTOR);
    boolean all = choice == (1L << (last + 1)) - 1 || tears <= RANDOM_TEARS;
    for (int i = 0; i < (all ? tears : RANDOM_TEARS); i++) {
      int tear = firstTear + SECTOR * (all ? i : random.nextInt(tears));
      found(before.copy().with(write.torn(tear)));
    }
  }

  private State after(long choice) {
    State state = safe.copy();
    for (int i = 0; i < unsafe.size(); i++) {
      if (((choice >> i) & 1) == 1) {
        state.with(unsafe.get(i));
      }
    }
    return state;
  }

  /** Each sector as it was after any number of changes, and the size likewise. */
  private Image mixture(Target target) {
    List<Image> versions = new ArrayList<>(List.of(safe.image(target)));
    for (Change change : unsafe) {
      if (change.target() == target) {
        Image next = versions.getLast().copy();
        change.applyTo(next);
        versions.add(next);
      }
    }
    Image mixture = new Image();
    mixture.resize(any(versions).size());
    for (int at = 0; at < mixture.size(); at += SECTOR) {
      Bytes sector = any(versions).sector(at, Math.min(SECTOR, mixture.size() - at));
      mixture.write(at, sector);
    }
    return mixture;
  }

  private Image any(List<Image> versions) {
    return versions.get(random.nextInt(versions.size()));
  }
}
