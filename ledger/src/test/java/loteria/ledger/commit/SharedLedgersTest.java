package loteria.ledger.commit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.AgencyId;
import loteria.ledger.Admission;
import loteria.ledger.AgencySession;
import loteria.ledger.Ledger;
import loteria.ledger.LedgerSnapshot;
import loteria.ledger.commit.MemoryReplicatedLog.Fate;
import loteria.ledger.file.ChannelFile;
import loteria.ledger.file.DiskFolder;
import loteria.ledger.file.LedgerLock;
import loteria.ledger.file.LockTimes;
import loteria.ledger.folder.DrawFolder;
import loteria.ledger.folder.DrawLedger;
import loteria.ledger.folder.LedgerIdentity;
import loteria.ledger.log.FileLog;
import loteria.ledger.replication.LogBeginning;
import loteria.ledger.view.BetsView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers of two ledgers each, with their threads and real files, over one replicated log;
 * agencies on threads of their own go from one to the other.
 *
 * <p>Run with {@code -Dshared.seed=N} for other faults; what the threads do is not repeated.
 */
@Timeout(120)
class SharedLedgersTest {
  private static final long SEED = Long.getLong("shared.seed", 20_261_128);
  private static final int AGENCIES = 5;
  private static final int SERVERS = 2;
  private static final int LEDGERS = 2;
  private static final int BATCHES = 60;
  private static final int WINDOW = 4;

  @TempDir private Path data;

  private final Random faults = new Random(SEED);
  private final MemoryReplicatedLog log = new MemoryReplicatedLog();
  private final LedgerIdentity identity = LedgerIdentity.random();
  private final List<Server> servers = new ArrayList<>();

  /** A server, and what its ledgers have reported. */
  private static final class Server implements Ledger.Events {
    final Path folder;
    final int run;
    final List<Ledger> ledgers = new ArrayList<>();
    final AtomicInteger sessions = new AtomicInteger();
    final Set<AgencyId> finished = new ConcurrentSkipListSet<>();
    final List<Throwable> failures = new ArrayList<>();
    final Semaphore lock = new Semaphore(1);

    Server(Path folder, int run) {
      this.folder = folder;
      this.run = run;
    }

    @Override
    public void finished(LedgerSnapshot.Totals stored, long end) {
      finished.add(new AgencyId(stored.agency()));
    }

    @Override
    public synchronized void failed(Throwable failure) {
      failures.add(failure);
    }

    synchronized boolean hasFailed() {
      return !failures.isEmpty();
    }

    synchronized void checkFailures() {
      assertEquals(List.of(), failures);
    }

    AgencySession newSession() {
      return new AgencySession(((long) run << Integer.SIZE) | sessions.incrementAndGet());
    }
  }

  /** Between the ledgers of a server, which are one process here. */
  private record ThreadLock(Semaphore free) implements LedgerLock {
    @Override
    public Held acquire() {
      free.acquireUninterruptibly();
      return free::release;
    }

    @Override
    public @Nullable Held tryAcquire() {
      return free.tryAcquire() ? free::release : null;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  private Server begin(String name) throws IOException {
    int run = (int) log.add(new LogBeginning(identity.id(), AGENCIES, 0).message()) + 1;
    var server = new Server(data.resolve(name), run);
    DrawFolder.make(server.folder, FileAccess.OWNER);
    DrawFolder.beginRun(server.folder, FileAccess.OWNER, new LedgerIdentity(identity.id(), run));
    for (int i = 0; i < LEDGERS; i++) {
      server.ledgers.add(open(server, i == 0));
    }
    servers.add(server);
    return server;
  }

  private Ledger open(Server server, boolean follows) throws IOException {
    MemoryReplicatedLog.Client client = log.connect();
    client.concurrent();
    client.sees(Long.MAX_VALUE, 3);
    client.timeout(Duration.ofSeconds(20));
    client.fates(this::fate);
    var folder = new DiskFolder(server.folder.resolve(DrawLayout.LOG), FileAccess.OWNER);
    FileLog copy = FileLog.copyIn(folder, new ThreadLock(server.lock), identity.tag(), server.run);
    var view = new BetsView(ChannelFile.open(server.folder.resolve(DrawLayout.BETS)));
    return LedgerOpening.open(
        copy, view, AGENCIES, () -> LockTimes.NONE, () -> client, identity.tag(), follows, server);
  }

  private Fate fate() {
    synchronized (faults) {
      if (faults.nextInt(8) == 0) {
        log.deliver(faults);
      }
      return Fate.oneIn(10, faults).get();
    }
  }

  @Test
  void agenciesThatGoFromOneToTheOtherAreStoredOnceByBoth() throws Exception {
    for (int i = 0; i < SERVERS; i++) {
      begin("server-" + i);
    }
    List<CompletableFuture<Void>> agencies = new ArrayList<>();
    for (int agency = 1; agency <= AGENCIES; agency++) {
      var id = new AgencyId(agency);
      var random = new Random(SEED + agency);
      agencies.add(CompletableFuture.runAsync(() -> sendAll(id, random), this::startThread));
    }
    for (CompletableFuture<Void> agency : agencies) {
      await("an answer")
          .until(() -> agency.isDone() || servers.stream().anyMatch(Server::hasFailed));
      servers.forEach(Server::checkFailures);
      agency.join();
    }
    for (Server server : servers) {
      await("all finished").until(() -> server.finished.size() == AGENCIES);
      server.checkFailures();
    }
    while (log.deliver(faults)) {
      assertTrue(log.end() > 0);
    }
    servers.forEach(SharedLedgersTest::closeAll);
    checkFiles();
  }

  private void startThread(Runnable agency) {
    Thread.ofVirtual().start(agency);
  }

  private static void closeAll(Server server) {
    for (Ledger ledger : server.ledgers) {
      try {
        ledger.close();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    server.checkFailures();
  }

  /** Session after session, until all is stored and the agency has finished. */
  private void sendAll(AgencyId agency, Random random) {
    long acknowledged = 0;
    boolean isFinished = false;
    while (!isFinished) {
      Server server = servers.get(random.nextInt(SERVERS));
      Ledger ledger = server.ledgers.get(random.nextInt(LEDGERS));
      AgencySession session = server.newSession();
      Admission admission = soon(ledger.begin(session, agency));
      if (admission instanceof Admission.Admitted admitted) {
        long last = admitted.standing().lastBatch();
        assertTrue(last >= acknowledged, () -> "WELCOME says " + last);
        int upTo = random.nextInt(4) == 0 ? BATCHES : (int) last + random.nextInt(20);
        acknowledged = send(ledger, session, agency, last, Math.min(BATCHES, upTo));
        isFinished = acknowledged == BATCHES && finish(ledger, session, agency);
      }
    }
  }

  /** Sends up to a batch, some without waiting; gives what is acknowledged. */
  private static long send(
      Ledger ledger, AgencySession session, AgencyId agency, long last, int upTo) {
    Deque<CompletableFuture<Reply>> replies = new ArrayDeque<>();
    long acknowledged = last;
    boolean isOpen = true;
    for (long id = last + 1; isOpen && id <= upTo; id++) {
      Request.Batch batch = MadeUpBatches.batch(agency.number(), id);
      replies.add(ledger.append(session, agency, batch));
      while (isOpen && replies.size() >= (id == upTo ? 1 : WINDOW)) {
        isOpen = soon(replies.removeFirst()) instanceof Reply.Ack;
        acknowledged += isOpen ? 1 : 0;
      }
    }
    for (CompletableFuture<Reply> reply : replies) {
      assertInstanceOf(Reply.Failure.class, soon(reply), "behind one that failed");
    }
    return acknowledged;
  }

  private static boolean finish(Ledger ledger, AgencySession session, AgencyId agency) {
    long bets = 0;
    for (int id = 1; id <= BATCHES; id++) {
      bets += MadeUpBatches.batch(agency.number(), id).rows();
    }
    Request.Finish totals = MadeUpBatches.finish(session, agency.number(), BATCHES, bets).totals();
    return soon(ledger.finish(session, agency, totals)) instanceof Reply.Finished;
  }

  /** A ledger that has failed answers nothing. */
  private static <T> T soon(CompletableFuture<T> answer) {
    return answer.orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Both have the same bets, each batch of each agency once and in order. */
  private void checkFiles() throws IOException {
    String bets = Files.readString(servers.getFirst().folder.resolve(DrawLayout.BETS));
    for (Server server : servers) {
      assertEquals(bets, Files.readString(server.folder.resolve(DrawLayout.BETS)));
      assertEquals(List.of(), DrawLedger.verify(server.folder).problems());
    }
    for (int agency = 1; agency <= AGENCIES; agency++) {
      var sent = new StringBuilder();
      for (int id = 1; id <= BATCHES; id++) {
        sent.append(MadeUpBatches.text(MadeUpBatches.batch(agency, id).content()));
      }
      var stored = new StringBuilder();
      String of = agency + ",";
      bets.lines().filter(row -> row.startsWith(of)).forEach(row -> stored.append(row + "\r\n"));
      assertEquals(sent.toString(), stored.toString(), "agency " + agency);
    }
  }
}
