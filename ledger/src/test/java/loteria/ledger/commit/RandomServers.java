package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import loteria.ipc.message.Request;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ledger.commit.MemoryReplicatedLog.Fate;
import loteria.ledger.commit.ServerTurn.Trouble;

/**
 * Several servers of several processes each over one replicated log, and agencies that ask all of
 * them. In each step one process has a turn, in the middle of which others may have theirs. Appends
 * are delayed, or lost, or not confirmed; processes are killed at any write; disks are full, lose
 * power, are lost; a server is away for long.
 *
 * <p>After every turn the copy is what {@link ReferenceFold} says of the log up to there, and what
 * was answered is what it says of the messages.
 */
final class RandomServers {
  static final int AGENCIES = 3;
  private static final int PROCESSES = 2;
  private static final int SESSIONS_OF_AGENCY_MAX = 3;
  private static final int NESTED_MAX = 3;
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(15);

  private final Random random;
  private final int steps;
  private final Map<String, Integer> seen;
  private final MemoryReplicatedLog log = new MemoryReplicatedLog();
  private final ReferenceFold reference = new ReferenceFold(AGENCIES);
  private final SharedTruth truth = new SharedTruth(log, reference);
  private final List<MemoryServer> servers = new ArrayList<>();
  private final List<RandomSession> sessions = new ArrayList<>();

  /** Those that are being carried out, the innermost first. */
  private final Deque<ServerTurn> turns = new ArrayDeque<>();

  private int step;
  private int away;

  /**
   * @param seen counts what happened, by a word
   */
  RandomServers(int serverCount, int steps, Random random, Map<String, Integer> seen) {
    this.random = random;
    this.steps = steps;
    this.seen = seen;
    for (int i = 0; i < serverCount; i++) {
      FeedPauses pauses = random.nextBoolean() ? MemoryServer.LEAVES_OWN : MemoryServer.READS_OWN;
      servers.add(new MemoryServer(log, PROCESSES, AGENCIES, pauses));
    }
    servers.forEach(MemoryServer::beginRun);
  }

  void run() throws IOException {
    try {
      for (step = 0; step < steps; step++) {
        away = step % 25 == 0 ? random.nextInt(servers.size()) : away;
        disaster();
        arrive();
        int server = random.nextInt(servers.size());
        if (server != away || random.nextInt(20) == 0) {
          turn(server, random.nextInt(PROCESSES));
        }
      }
      endAll();
    } catch (AssertionError e) {
      throw new AssertionError("step " + step + ", turns " + turns + ": " + e.getMessage(), e);
    } finally {
      servers.forEach(MemoryServer::kill);
    }
  }

  private void saw(String what) {
    seen.merge(what, 1, Integer::sum);
  }

  /** What happens to a server between turns. */
  private void disaster() throws IOException {
    if (random.nextInt(8) == 0 && log.deliver(random)) {
      saw("delivered late");
    }
    int at = random.nextInt(servers.size());
    MemoryServer server = servers.get(at);
    switch (random.nextInt(200)) {
      case 0, 1 -> {
        saw("run");
        server.beginRun();
        allOver(at);
      }
      case 2, 3, 4 -> {
        saw("power loss");
        server.losePower(random);
        allOver(at);
      }
      case 5 -> {
        saw("disk loss");
        server.loseDisk();
        allOver(at);
      }
      case 6, 7, 8 -> endInOrder(at, random.nextInt(PROCESSES));
      case 9, 10, 11, 12 -> killed(at, random.nextInt(PROCESSES));
      default -> {}
    }
  }

  private void allOver(int server) {
    for (RandomSession session : sessions) {
      if (session.isAt(server)) {
        session.end();
        truth.over(session);
      }
    }
  }

  private void endInOrder(int server, int number) throws IOException {
    MemoryServer.ServerProcess process = servers.get(server).ifThere(number);
    if (process != null) {
      saw("orderly end");
      turns.push(new ServerTurn(server, number, Trouble.NONE, random));
      process.commit().end();
      turns.pop();
      killed(server, number);
    }
  }

  /** A process is gone: its sessions are moved, unless their agencies have gone, too. */
  private void killed(int server, int number) {
    servers.get(server).kill(number);
    for (RandomSession session : sessions) {
      if (session.isAt(server, number)) {
        if (random.nextInt(3) == 0) {
          session.end();
        } else {
          saw("moved");
          session.move(random.nextInt(PROCESSES));
        }
      }
    }
  }

  /** New sessions come. */
  private void arrive() {
    sessions.removeIf(RandomSession::isOver);
    for (int agency = 1; agency <= AGENCIES; agency++) {
      int of = agency;
      int open = (int) sessions.stream().filter(session -> session.isOf(of)).count();
      if (open < SESSIONS_OF_AGENCY_MAX && random.nextInt(1 + open * 4) == 0) {
        int server = random.nextInt(servers.size());
        long epoch = servers.get(server).newEpoch();
        int process = random.nextInt(PROCESSES);
        sessions.add(new RandomSession(random, reference, server, process, agency, epoch));
      }
    }
  }

  private void turn(int server, int number) throws IOException {
    if (turns.stream().anyMatch(turn -> turn.isOf(server, number))) {
      return;
    }
    turns.forEach(ServerTurn::disturb);
    servers.get(server).disk().before(event -> strike(server, event));
    turns.push(new ServerTurn(server, number, Trouble.NONE, random));
    MemoryServer.ServerProcess process = servers.get(server).process(number);
    turns.pop();
    var turn = new ServerTurn(server, number, Trouble.any(random), random);
    prepare(process.client(), turn);
    turns.push(turn);
    try {
      carryOut(process, turn, number);
    } catch (Killed _) {
      killed(server, number);
    }
    saw(turn.trouble().toString());
    turns.pop();
    recover(process.client());
    truth.catchUp();
  }

  /** What happens before a process does something to its server's disk. */
  private void strike(int server, DiskEvent event) throws IOException {
    for (ServerTurn turn : turns) {
      if (turn.server() == server) {
        turn.strike(servers.get(server).disk(), event);
        return;
      }
    }
  }

  private void prepare(MemoryReplicatedLog.Client client, ServerTurn turn) {
    client.settle();
    client.forgetOwn();
    client.timeout(turn.trouble().isSlow ? SHORT : LONG);
    client.reachable(turn.trouble() != Trouble.UNREACHABLE);
    client.spoils(turn.trouble() == Trouble.SPOILED);
    if (turn.trouble() == Trouble.SEES_LITTLE) {
      client.sees(log.end() + random.nextInt(2), Integer.MAX_VALUE);
    }
    boolean others = turns.size() < NESTED_MAX && random.nextInt(3) == 0;
    client.fates(
        () -> {
          turn.appends();
          meanwhile(others && random.nextInt(3) == 0);
          return turn.fate();
        });
    client.onAppended(
        () -> {
          if (turn.trouble() == Trouble.KILLED_AFTER_APPEND) {
            throw new Killed();
          }
          client.reachable(turn.trouble() != Trouble.UNREACHABLE_AFTER_APPEND);
          meanwhile(others);
        });
    if (others && random.nextInt(3) == 0) {
      servers.get(turn.server()).disk().whileWaiting(() -> meanwhile(!turns.isEmpty()));
    }
  }

  private static void recover(MemoryReplicatedLog.Client client) {
    client.reachable(true);
    client.spoils(false);
    client.sees(Long.MAX_VALUE, Integer.MAX_VALUE);
    client.timeout(LONG);
    client.fates(() -> Fate.TAKEN);
    client.onAppended(() -> {});
  }

  /** Other processes have turns, most often of the same server, and what was delayed arrives. */
  private void meanwhile(boolean isSo) {
    try {
      for (int i = isSo ? 1 + random.nextInt(3) : 0; i > 0; i--) {
        int own = turns.getFirst().server();
        turn(
            random.nextBoolean() ? own : random.nextInt(servers.size()), random.nextInt(PROCESSES));
        if (random.nextInt(4) == 0) {
          log.deliver(random);
        }
      }
      truth.catchUp();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void carryOut(MemoryServer.ServerProcess process, ServerTurn turn, int number)
      throws IOException {
    ReplicatedCommit commit = process.commit();
    List<RandomSession> asking = new ArrayList<>();
    List<Order> orders = new ArrayList<>();
    for (RandomSession session : sessions) {
      if (session.isAt(turn.server(), number) && random.nextInt(4) > 0) {
        asking.add(session);
        orders.addAll(session.ask(step > steps * 2 / 3));
      }
    }
    addOthers(commit, orders);
    SharedTruth.Moment moment = truth.now();
    List<Order> proposals = new ArrayList<>();
    // What comes to count by that is appended in another round, and checked as a promise.
    turn.onFirstAppend(() -> proposals.addAll(new AskedOrders(orders, commit.state()).proposals()));
    CommitEngine.Outcome outcome = commit.carryOut(orders);
    if (turn.trouble() == Trouble.KILLED_BEFORE_ANSWER) {
      throw new Killed();
    }
    outcome.answer();
    while (commit.hasLeft()) {
      commit.carryOut(List.of()).answer();
    }
    truth.catchUp();
    truth.checkCopy(servers.get(turn.server()), commit);
    if (turn.isUndisturbed() && process.client().own() >= 0 && random.nextInt(4) == 0) {
      truth.checkFiles(servers.get(turn.server()), commit);
    }
    proposals.forEach(order -> saw(AnswerWords.of(order).split(" ", -1)[0]));
    orders.forEach(order -> truth.checkQuestion(order, moment));
    int others = truth.checkAnswers(proposals, process.client().own(), turn.isUndisturbed());
    seen.merge("answered otherwise", others, Integer::sum);
    for (RandomSession session : asking) {
      String error = truth.take(session, session.answered(), moment);
      if (error != null && session.error() == null) {
        truth.over(session);
      }
      session.answered(error);
    }
  }

  /** What others than agencies ask. */
  private void addOthers(ReplicatedCommit commit, List<Order> orders) throws IOException {
    int agency = 1 + random.nextInt(AGENCIES);
    switch (random.nextInt(12)) {
      case 0 -> orders.add(MadeUpBatches.look(agency));
      case 1 -> orders.add(compare(agency));
      case 2 -> orders.add(new Order.Follow(0));
      case 3 -> {
        long position = commit.state().end();
        long bytes = commit.state().betsBytes();
        commit.forceView();
        orders.add(new Order.NoteView(position, bytes, 0));
      }
      case 4 -> {
        if (step > steps * 4 / 5) {
          orders.add(MadeUpBatches.close(agency));
        }
      }
      default -> {}
    }
    if (commit.state().missing() == 0 || (step > steps * 4 / 5 && random.nextInt(20) == 0)) {
      // Not always of the stage that is next.
      orders.add(MadeUpBatches.advance(MadeUpBatches.STAGES.get(random.nextInt(4))));
    }
    if (commit.state().missing() == 0 && random.nextInt(4) == 0) {
      int number = 7574 + (random.nextInt(8) == 0 ? 1 : 0);
      orders.add(MadeUpBatches.draw(new DrawRecord(number, 0, 0)));
    }
  }

  private Order.Compare compare(int agency) {
    Request.Batch batch = RandomSession.batch(agency, 1 + random.nextInt(3), random.nextInt(2));
    Order.Append like = MadeUpBatches.append(agency, batch);
    return new Order.Compare(like.agency(), batch, like.digest(), new PendingAnswer<>());
  }

  /** All trouble is over: all servers have the same, and one with an empty disk gets it. */
  private void endAll() throws IOException {
    while (log.deliver(random)) {
      saw("delivered at the end");
    }
    var rebuilt = new MemoryServer(log, 1, AGENCIES);
    rebuilt.beginRun();
    servers.add(rebuilt);
    for (MemoryServer server : servers) {
      server.disk().before(_ -> {});
      server.disk().whileWaiting(() -> {});
      if (server.leavesOwn()) {
        // Nothing is waited for any more, for which it would read.
        server.kill(0);
      }
      ReplicatedCommit commit = server.process(0).commit();
      long deadline = System.nanoTime() + LONG.toNanos();
      while (commit.copy().decidedTo().offset() < log.end() && System.nanoTime() - deadline < 0) {
        commit.carryOut(List.of(new Order.Follow(0))).answer();
      }
      truth.catchUp();
      assertEquals(log.end(), commit.copy().decidedTo().offset());
      truth.checkCopy(server, commit);
      truth.checkFiles(server, commit);
      assertEquals(List.of(), server.disk().verifyCopy().problems());
    }
    truth.checkPromises();
    saw(reference.draw() == null ? "undrawn" : "drawn");
    saw("steps " + reference.stage().steps());
  }
}
