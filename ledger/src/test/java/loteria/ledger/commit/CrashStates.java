package loteria.ledger.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import loteria.ipc.message.Bytes;
import loteria.ledger.commit.DiskEvent.Change;
import loteria.ledger.commit.DiskEvent.Naming;
import loteria.ledger.commit.DiskEvent.Write;

/**
 * The states in which a power failure could leave a disk, after each thing that was done to it.
 *
 * <p>A change is safe once its file was forced. Of the others any may be lost: all choices while
 * they are few, else every prefix and some choices at random. The last one that is not lost may be
 * torn at any sector. And the sectors of a file may each be of another time, its size of yet
 * another. Of the names, those that were changed last may be lost, how many at random.
 */
final class CrashStates {
  private static final int SECTOR = 512;
  private static final int ALL_CHOICES_MAX = 5;
  private static final int RANDOM_CHOICES = 24;
  private static final int ALL_TEARS_MAX = 8;
  private static final int RANDOM_TEARS = 3;
  private static final int MIXTURES = 6;

  private final Random random;
  private final State safe;
  private final List<Change> unsafe = new ArrayList<>();
  private final DroppedWrites dropped = new DroppedWrites();
  private final List<Naming> unsafeNames = new ArrayList<>();
  private final Set<Long> seen = new HashSet<>();
  private final List<State> found = new ArrayList<>();

  /** What a crash left. */
  record State(List<Image> files, SortedMap<String, Integer> names) {
    static State of(MemoryDisk disk) {
      return new State(disk.files(), disk.names()).copy();
    }

    State copy() {
      List<Image> copies = new ArrayList<>();
      files.forEach(file -> copies.add(file.copy()));
      return new State(copies, new TreeMap<>(names));
    }

    MemoryDisk disk(int run) {
      State copy = copy();
      var disk = new MemoryDisk(copy.files, copy.names);
      disk.nextRun(run);
      return disk;
    }

    private Image image(int file) {
      while (files.size() <= file) {
        files.add(new Image());
      }
      return files.get(file);
    }

    private State with(Change change) {
      change.applyTo(image(change.file()));
      return this;
    }

    private long hash() {
      long hash = files.getFirst().contentHash();
      for (var named : names.entrySet()) {
        hash = hash * 0x9e37_79b9_7f4a_7c15L + named.getKey().hashCode();
        hash = hash * 0x9e37_79b9_7f4a_7c15L + files.get(named.getValue()).contentHash();
      }
      return hash;
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
    note(event);
    findChoices(event instanceof Change);
    return List.copyOf(found);
  }

  private void note(DiskEvent event) {
    switch (event) {
      case Change change -> unsafe.add(change);
      case Naming naming -> unsafeNames.add(naming);
      case DiskEvent.Force(int file) -> {
        unsafe.stream()
            .filter(change -> change.file() == file && dropped.lets(change))
            .forEach(safe::with);
        unsafe.removeIf(change -> change.file() == file);
      }
      case DiskEvent.FailedForce(int file) -> {
        unsafe.stream().filter(change -> change.file() == file).forEach(dropped::drop);
        unsafe.removeIf(change -> change.file() == file);
      }
      case DiskEvent.ForceNames _ -> {
        unsafeNames.forEach(naming -> apply(naming, safe));
        unsafeNames.clear();
      }
      // More is promised: what was good enough before need not be now.
      case DiskEvent.Answer _ -> seen.clear();
    }
  }

  /**
   * One of the states that are possible after all these events. Most often each file has what was
   * done first to it, for that is written first.
   */
  State oneAfter(List<DiskEvent> events) {
    events.forEach(this::note);
    int count = unsafe.size();
    State state =
        switch (random.nextInt(8)) {
          case 0 -> mixture();
          case 1 -> after(anyOf(count));
          case 2, 3, 4 -> after(anyPrefixOfEachFile());
          default -> after(first(random.nextInt(count + 1)));
        };
    int names = random.nextInt(unsafeNames.size() + 1);
    unsafeNames.stream().limit(names).forEach(naming -> apply(naming, state));
    return state;
  }

  private static void apply(Naming naming, State state) {
    if (naming instanceof DiskEvent.Create(String _, int file)) {
      state.image(file);
    }
    naming.applyTo(state.names);
  }

  private void found(State state) {
    int names = random.nextInt(unsafeNames.size() + 1);
    unsafeNames.stream().limit(names).forEach(naming -> apply(naming, state));
    if (seen.add(state.hash())) {
      found.add(state);
    }
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
      found(mixture());
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
    for (int file : filesChanged()) {
      int length = random.nextInt(unsafe.size() + 1);
      for (int i = 0; i < length; i++) {
        if (unsafe.get(i).file() == file) {
          choice.set(i);
        }
      }
    }
    return choice;
  }

  private Set<Integer> filesChanged() {
    return unsafe.stream().map(Change::file).collect(Collectors.toSet());
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
    for (int i = 0; i < Math.min(tears, all ? tears : RANDOM_TEARS); i++) {
      int tear = firstTear + SECTOR * (all ? i : random.nextInt(tears));
      found(before.copy().with(write.torn(tear)));
    }
  }

  private State after(BitSet choice) {
    State state = safe.copy();
    choice.stream().forEach(i -> state.with(unsafe.get(i)));
    return state;
  }

  /** Each sector as it was after any number of changes, and each file's size likewise. */
  private State mixture() {
    State state = safe.copy();
    for (int file : filesChanged()) {
      List<Image> versions = new ArrayList<>(List.of(state.image(file).copy()));
      for (Change change : unsafe) {
        if (change.file() == file) {
          Image next = versions.getLast().copy();
          change.applyTo(next);
          versions.add(next);
        }
      }
      Image image = state.image(file);
      image.resize(any(versions).size());
      for (int at = 0; at < image.size(); at += SECTOR) {
        Bytes sector = any(versions).sector(at, Math.min(SECTOR, image.size() - at));
        image.write(at, sector);
      }
    }
    return state;
  }

  private Image any(List<Image> versions) {
    return versions.get(random.nextInt(versions.size()));
  }
}
