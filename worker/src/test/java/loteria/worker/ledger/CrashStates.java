package loteria.worker.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import loteria.ipc.wire.Bytes;
import loteria.worker.ledger.DiskEvent.Answer;
import loteria.worker.ledger.DiskEvent.Change;
import loteria.worker.ledger.DiskEvent.Force;
import loteria.worker.ledger.DiskEvent.Note;
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
  private static final int ALL_TEARS_MAX = 16;
  private static final int RANDOM_TEARS = 3;
  private static final int MIXTURES = 6;

  private final Random random;
  private final State safe;
  private final List<Change> unsafe = new ArrayList<>();
  private final Set<Long> seen = new HashSet<>();
  private final List<State> found = new ArrayList<>();

  /** What a crash left. */
  record State(Image bets, Image journal, Image redo) {
    State() {
      this(new Image(), new Image(), new Image());
    }

    State copy() {
      return new State(bets.copy(), journal.copy(), redo.copy());
    }

    private Image image(Target target) {
      return switch (target) {
        case BETS -> bets;
        case JOURNAL -> journal;
        case REDO -> redo;
      };
    }

    private State with(Change change) {
      change.applyTo(image(change.target()));
      return this;
    }

    private long hash() {
      long files = (long) bets.contentHash() << 32 | (journal.contentHash() & 0xffff_ffffL);
      return files + redo.contentHash() * 0x9e37_79b9_7f4a_7c15L;
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
      case Note _ -> {}
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
        findTorn(BitSet.valueOf(new long[] {choice}));
      }
    } else {
      for (int length = withLast ? count - 1 : 0; length <= count; length++) {
        findTorn(first(length));
      }
      for (int i = 0; i < RANDOM_CHOICES; i++) {
        findTorn(random.nextBoolean() ? anyOf(count) : anyPrefixOfEachFile());
      }
    }
    for (int i = 0; i < MIXTURES && count > 0; i++) {
      found(new State(mixture(Target.BETS), mixture(Target.JOURNAL), mixture(Target.REDO)));
    }
  }

  private static BitSet first(int length) {
    var choice = new BitSet();
    choice.set(0, length);
    return choice;
  }

  private BitSet anyOf(int count) {
    var choice = new BitSet();
    for (int i = 0; i < count; i++) {
      choice.set(i, random.nextBoolean());
    }
    return choice;
  }

  /** Of one file's changes many, of another's few. */
  private BitSet anyPrefixOfEachFile() {
    var choice = new BitSet();
    for (Target target : Target.values()) {
      int length = random.nextInt(unsafe.size() + 1);
      for (int i = 0; i < length; i++) {
        if (unsafe.get(i).target() == target) {
          choice.set(i);
        }
      }
    }
    return choice;
  }

  /** The chosen changes, and the last of them torn. */
  private void findTorn(BitSet choice) {
    found(after(choice));
    int last = choice.length() - 1;
    if (last < 0 || !(unsafe.get(last) instanceof Write write)) {
      return;
    }
    boolean isPrefix = choice.cardinality() == last + 1;
    choice.clear(last);
    State before = after(choice);
    int firstTear = (int) (SECTOR - write.at() % SECTOR);
    int tears = Math.ceilDiv(Math.max(0, write.bytes().length() - firstTear), SECTOR);
    boolean all = tears <= (isPrefix ? ALL_TEARS_MAX : RANDOM_TEARS);
    for (int i = 0; i < (all ? tears : RANDOM_TEARS); i++) {
      int tear = firstTear + SECTOR * (all ? i : random.nextInt(tears));
      found(before.copy().with(write.torn(tear)));
    }
  }

  private State after(BitSet choice) {
    State state = safe.copy();
    choice.stream().forEach(i -> state.with(unsafe.get(i)));
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
