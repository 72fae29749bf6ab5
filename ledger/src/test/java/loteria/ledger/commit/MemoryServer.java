package loteria.ledger.commit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import loteria.ledger.log.TestLogs;
import loteria.ledger.replication.LogBeginning;
import loteria.ledger.state.LedgerTag;
import org.jspecify.annotations.Nullable;

/**
 * One of several servers with a replicated log: its disk in memory, with the copy, and its
 * processes, each of which may be dead.
 */
final class MemoryServer {
  static final int LEDGER = TestLogs.LEDGER;

  /** A turn at the copy takes no more than this of the log, and one message. */
  private static final int TURN_BYTES = 4 << 10;

  private static final Duration SHORT = Duration.ofMillis(10);

  /** What is its process's own is read at once. */
  static final FeedPauses READS_OWN = new FeedPauses(Duration.ZERO, SHORT, SHORT, Duration.ZERO, 1);

  /** What is its process's own is read when something else is waited for. */
  static final FeedPauses LEAVES_OWN =
      new FeedPauses(Duration.ZERO, SHORT, SHORT, Duration.ofHours(1), 1);

  private static final UUID ID = new UUID(0, TestLogs.LEDGER);

  private final MemoryReplicatedLog log;
  private final int agencies;
  private final FeedPauses pauses;
  private final List<@Nullable ServerProcess> processes = new ArrayList<>();
  private MemoryDisk disk = new MemoryDisk();
  private CrashStates.State begin = CrashStates.State.of(disk);
  private int run;
  private int sessions;

  /**
   * A process.
   *
   * @param commit what carries out its turns
   * @param client what it has of the log
   */
  record ServerProcess(ReplicatedCommit commit, MemoryReplicatedLog.Client client) {}

  MemoryServer(MemoryReplicatedLog log, int processCount, int agencies) {
    this(log, processCount, agencies, READS_OWN);
  }

  MemoryServer(MemoryReplicatedLog log, int processCount, int agencies, FeedPauses pauses) {
    this.log = log;
    this.agencies = agencies;
    this.pauses = pauses;
    for (int i = 0; i < processCount; i++) {
      processes.add(null);
    }
  }

  boolean leavesOwn() {
    return pauses.equals(LEAVES_OWN);
  }

  MemoryDisk disk() {
    return disk;
  }

  /** Carries out a turn, and those that it leaves something to. */
  static void carryOut(ReplicatedCommit commit, List<Order> orders) throws IOException {
    commit.carryOut(orders).answer();
    while (commit.hasLeft()) {
      commit.carryOut(List.of()).answer();
    }
  }

  int run() {
    return run;
  }

  int processes() {
    return processes.size();
  }

  /** The epoch of a session that is accepted now. */
  long newEpoch() {
    return ((long) run << Integer.SIZE) | ++sessions;
  }

  /** Its next run begins; no process is left of the one before. */
  void beginRun() {
    kill();
    if (LedgerTag.of(ID) != LEDGER) {
      throw new AssertionError("the tag of another ledger");
    }
    run = (int) log.add(new LogBeginning(ID, agencies, 0).message()) + 1;
    sessions = 0;
    disk.nextRun(run);
  }

  /** The power fails, and comes back. */
  void losePower(Random random) {
    kill();
    var states = new CrashStates(begin, random);
    disk = states.oneAfter(disk.events()).disk(run);
    begin = CrashStates.State.of(disk);
    beginRun();
  }

  /** It gets an empty disk. */
  void loseDisk() {
    kill();
    disk = new MemoryDisk();
    begin = CrashStates.State.of(disk);
    beginRun();
  }

  /** A process, started where there is none. Its feed has read all that it may see. */
  ServerProcess process(int number) throws IOException {
    ServerProcess there = processes.get(number);
    return there == null ? start(number) : there;
  }

  @Nullable ServerProcess ifThere(int number) {
    return processes.get(number);
  }

  /** One more process, whose log and disk the caller closes with it. */
  ReplicatedCommit process(WaitingOrders waiting) throws IOException {
    MemoryReplicatedLog.Client client = log.connect();
    client.concurrent();
    var feed = new MessageFeed(client, pauses, () -> {});
    feed.start();
    return new ReplicatedCommit(disk.openCopy(agencies), client, LEDGER, feed, waiting, TURN_BYTES);
  }

  private ServerProcess start(int number) throws IOException {
    MemoryReplicatedLog.Client client = log.connect();
    GroupCommit local = disk.openCopy(agencies);
    var feed = new MessageFeed(client, pauses, () -> {});
    var process =
        new ServerProcess(
            new ReplicatedCommit(
                local,
                client,
                LEDGER,
                feed,
                new WaitingOrders(Duration.ZERO, () -> {}),
                TURN_BYTES),
            client);
    client.rests(feed);
    processes.set(number, process);
    feed.start();
    feed.take(local.state().notes().followed(), true, 0);
    client.settle();
    return process;
  }

  /** A process is killed. */
  void kill(int number) {
    ServerProcess there = processes.set(number, null);
    if (there != null) {
      close(there);
    }
  }

  /** All are. */
  void kill() {
    for (int i = 0; i < processes.size(); i++) {
      kill(i);
    }
  }

  /** Its threads end; the disk does not notice. */
  private static void close(ServerProcess process) {
    try {
      process.commit.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
