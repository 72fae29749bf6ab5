package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import loteria.ledger.AgencySession;
import loteria.ledger.commit.DiskEvent.Force;
import loteria.ledger.commit.DiskEvent.Write;
import loteria.ledger.log.TestLogs;

/**
 * Several processes with one disk. In each turn one of them carries out what some agencies ask; it
 * may be killed at any write or force, or find no room at a write; and while it forces, another may
 * have a turn.
 */
final class RandomTurns {
  static final int AGENCIES = 3;

  /** How many batches each agency has; then it finishes. */
  static final int BATCHES = 6;

  private final MemoryDisk disk;
  private final Promises before;
  private final Random random;
  private final List<GroupCommit> processes = new ArrayList<>();

  /** By agency, the epoch of its newest session. */
  private final long[] epochs = new long[AGENCIES + 1];

  /** Those that were killed; the next is started when it has a turn, and others may come before. */
  private final Set<Integer> dead = new HashSet<>();

  private final Deque<Fate> fates = new ArrayDeque<>();

  /** What will happen to the turn of a process, and at which of its next events. */
  private static final class Fate {
    final int process;
    Kind kind;
    int eventsBefore;

    enum Kind {
      LIVES,
      IS_KILLED,
      FINDS_NO_ROOM
    }

    Fate(int process, Kind kind, int eventsBefore) {
      this.process = process;
      this.kind = kind;
      this.eventsBefore = eventsBefore;
    }
  }

  RandomTurns(MemoryDisk disk, int processCount, Random random) throws IOException {
    this(disk, processCount, Promises.of(List.of()), random);
  }

  /**
   * @param before what was promised before a crash, of which the disk is left
   */
  RandomTurns(MemoryDisk disk, int processCount, Promises before, Random random)
      throws IOException {
    this.disk = disk;
    this.before = before;
    this.random = random;
    for (int i = 0; i < processCount; i++) {
      processes.add(disk.open(AGENCIES));
    }
    for (int agency = 1; agency <= AGENCIES; agency++) {
      epochs[agency] = 1 + processes.getFirst().state().of(agency).epoch();
    }
  }

  void run(int turns) throws IOException {
    disk.before(this::strike);
    for (int i = 0; i < turns; i++) {
      turn(random.nextInt(processes.size()));
    }
    disk.before(_ -> {});
    checkView();
  }

  private void turn(int process) throws IOException {
    List<Order> orders = new ArrayList<>();
    Promises promises = before.and(Promises.of(disk.events()));
    for (int agency = 1; agency <= AGENCIES; agency++) {
      if (random.nextInt(5) < 2) {
        ask(agency, promises, orders);
      }
    }
    if (dead.remove(process)) {
      restart(process);
    }
    GroupCommit store = processes.get(process);
    fates.push(fate(process));
    try {
      disk.carryOut(store, orders);
      if (random.nextInt(12) == 0) {
        forceView(store);
      }
      if (random.nextInt(40) == 0) {
        store.end();
        restart(process);
      }
    } catch (Killed | IOException _) {
      dead.add(process);
    } finally {
      fates.pop();
    }
  }

  private void restart(int process) throws IOException {
    fates.push(new Fate(process, Fate.Kind.LIVES, 0));
    processes.set(process, disk.open(AGENCIES));
    fates.pop();
  }

  /** Whatever a process that was killed has left of it, the next turn puts right. */
  private void checkView() throws IOException {
    if (dead.remove(0)) {
      processes.set(0, disk.open(AGENCIES));
    }
    disk.carryOut(processes.getFirst(), List.of());
    assertEquals(processes.getFirst().state().betsBytes(), disk.bets().size(), "bets.csv");
  }

  private void forceView(GroupCommit store) throws IOException {
    var note = new Order.NoteView(store.state().end(), store.state().betsBytes(), 0);
    store.forceView();
    disk.carryOut(store, List.of(note));
  }

  /** What an agency asks for that has been promised so much. */
  private void ask(int agency, Promises promises, List<Order> orders) {
    int next = promises.batches(agency) + 1;
    if (random.nextInt(3) == 0) {
      epochs[agency]++;
      orders.add(MadeUpBatches.open(session(agency), agency));
      if (random.nextBoolean()) {
        return;
      }
    }
    if (next > 1 && random.nextInt(4) == 0) {
      orders.add(append(agency, 1 + random.nextInt(next - 1)));
    }
    int last = Math.min(BATCHES, next + random.nextInt(3));
    for (int id = next; id <= last; id++) {
      orders.add(append(agency, id));
    }
    if (last == BATCHES) {
      orders.add(MadeUpBatches.finish(session(agency), agency, BATCHES, bets(agency)));
    }
    if (promises.allFinished()) {
      orders.add(MadeUpBatches.advance(MadeUpBatches.STAGES.get(random.nextInt(4))));
    }
    if (promises.allFinished() && random.nextBoolean()) {
      orders.add(MadeUpBatches.draw(MadeUpBatches.DRAW));
    }
  }

  private Order.Append append(int agency, int id) {
    return MadeUpBatches.append(session(agency), agency, MadeUpBatches.batch(agency, id));
  }

  private AgencySession session(int agency) {
    return new AgencySession(epochs[agency]);
  }

  private static long bets(int agency) {
    long bets = 0;
    for (int id = 1; id <= BATCHES; id++) {
      bets += MadeUpBatches.batch(agency, id).rows();
    }
    return bets;
  }

  private Fate fate(int process) {
    return switch (random.nextInt(6)) {
      case 0 -> new Fate(process, Fate.Kind.IS_KILLED, random.nextInt(7));
      case 1 -> new Fate(process, Fate.Kind.FINDS_NO_ROOM, random.nextInt(5));
      default -> new Fate(process, Fate.Kind.LIVES, 0);
    };
  }

  private void strike(DiskEvent event) throws IOException {
    Fate fate = fates.getFirst();
    if (event instanceof Force && !disk.isLocked() && random.nextInt(3) == 0) {
      int other = random.nextInt(processes.size());
      if (fates.stream().noneMatch(busy -> busy.process == other)) {
        turn(other);
      }
    }
    boolean now = fate.kind != Fate.Kind.LIVES && fate.eventsBefore-- == 0;
    if (now && fate.kind == Fate.Kind.IS_KILLED) {
      writePart(event);
      throw new Killed();
    }
    if (now && event instanceof Write) {
      writePart(event);
      if (random.nextInt(3) == 0) {
        fate.kind = Fate.Kind.IS_KILLED;
        fate.eventsBefore = random.nextInt(2);
      }
      throw new IOException("No space left on device");
    }
  }

  /** A process that is killed has written the first pages; the last row may be of any length. */
  private void writePart(DiskEvent event) {
    if (event instanceof Write write) {
      int length = write.bytes().length();
      int part =
          write.file() == MemoryDisk.BETS
              ? random.nextInt(length)
              : random.nextInt(Math.ceilDiv(length, TestLogs.ALIGNMENT)) * TestLogs.ALIGNMENT;
      disk.apply(write.torn(part));
    }
  }
}
