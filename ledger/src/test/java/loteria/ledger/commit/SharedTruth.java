package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import loteria.ipc.message.Request;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ledger.AgencySession;
import loteria.ledger.replication.LogBeginning;
import loteria.ledger.replication.ReplicatedLog.Message;
import org.jspecify.annotations.Nullable;

/**
 * What the servers of {@link RandomServers} must have and answer, by what is in their log: and what
 * they have promised.
 */
final class SharedTruth {
  private final MemoryReplicatedLog log;
  private final ReferenceFold reference;

  /** By offset, what is answered to each order of that message. */
  private final List<List<String>> due = new ArrayList<>();

  /** By offset, what all messages before it amount to. */
  private final List<String> summaries = new ArrayList<>();

  /** By agency and id, what was acknowledged. */
  private final Map<Integer, Map<Long, Request.Batch>> acknowledged = new TreeMap<>();

  private final Set<Integer> finished = new HashSet<>();

  /** Sessions of the native dialect that have had an error, or whose server's run has ended. */
  private final List<RandomSession> over = new ArrayList<>();

  private final List<Welcome> welcomes = new ArrayList<>();

  /**
   * What is so when something is asked.
   *
   * @param promised by agency, how many batches have been acknowledged
   * @param over sessions that are over
   */
  record Moment(Map<Integer, Integer> promised, List<RandomSession> over) {}

  /**
   * A session that began when others were over has had its WELCOME: nothing more of those counts.
   *
   * @param last what it says is stored
   */
  private record Welcome(int agency, long last, List<RandomSession> over) {}

  SharedTruth(MemoryReplicatedLog log, ReferenceFold reference) {
    this.log = log;
    this.reference = reference;
    summaries.add(reference.summary());
  }

  /** Takes in what is new in the log. */
  void catchUp() throws IOException {
    while (due.size() < log.end()) {
      Message message = log.at(due.size());
      boolean isBeginning = LogBeginning.read(message.content()) != null;
      List<Order> orders =
          isBeginning
              ? List.of()
              : OrderMessage.decode(MemoryServer.LEDGER, message.content(), message.offset());
      due.add(reference.take(orders));
      summaries.add(reference.summary());
    }
  }

  /** Checks that a copy is what the part of the log says that has been read. */
  void checkCopy(MemoryServer server, ReplicatedCommit commit) {
    int offset = (int) commit.copy().decidedTo().offset();
    assertEquals(
        summaries.get(offset),
        ReferenceFold.summary(commit.state()),
        () -> "the fold at offset " + offset);
    int bytes = (int) commit.state().betsBytes();
    assertEquals(
        reference.rows().subSequence(0, bytes).toString(),
        server.disk().bets().text(0, bytes),
        () -> "bets.csv at offset " + offset);
  }

  /** Checks that all of a copy is before the end that it says, and nothing is behind it. */
  void checkFiles(MemoryServer server, ReplicatedCommit commit) throws IOException {
    assertEquals(commit.state().betsBytes(), server.disk().bets().size(), "bets.csv");
    long[] bytes = {0};
    commit.read(0, commit.state().end(), entry -> bytes[0] += entry.rowBytes());
    assertEquals(commit.state().betsBytes(), bytes[0], "rows before the end");
  }

  /**
   * Checks what was answered to what a turn has appended.
   *
   * @param own the offset of its message; -1 where that is not known
   * @param isExact whether each answer must be the one that was due at that offset; else it may be
   *     another that is true now, or ask to try again
   * @return how many were others
   */
  int checkAnswers(List<Order> proposals, long own, boolean isExact) {
    int others = 0;
    var errors = new IdentityHashMap<AgencySession, String>();
    for (int i = 0; i < proposals.size(); i++) {
      Order order = proposals.get(i);
      String answer = AnswerWords.of(order);
      AgencySession session = AskedOrders.session(order);
      boolean isOfError = session != null && answer.equals(errors.get(session));
      if (session != null && AnswerWords.isError(answer)) {
        errors.putIfAbsent(session, answer);
      }
      String expected = own < 0 ? "UNAVAILABLE" : due.get((int) own).get(i);
      if (!answer.equals(expected)) {
        others++;
        assertTrue(
            !isExact && (isOfError || isTrue(order, answer)),
            () -> "%s was answered %s, not %s".formatted(order, answer, expected));
      }
    }
    return others;
  }

  /**
   * Whether an answer is true as of now, though another one was due when the message was read:
   * another process of the server has recorded it, and more.
   */
  private boolean isTrue(Order order, String answer) {
    if (AnswerWords.isTransient(answer) || answer.equals("SUPERSEDED")) {
      return true;
    }
    return switch (order) {
      case Order.Append append -> isTrue(append.agency().number(), append.batch(), answer);
      case Order.Finish finish -> {
        int agency = finish.agency().number();
        boolean isOfTotals = answer.equals("TOTALS_DIFFER") || answer.equals("DIGEST_DIFFERS");
        yield isOfTotals
            ? !reference.totals(agency).equals(finish.totals())
            : isTrue(agency, answer);
      }
      case Order.Advance advance when !advance.answer().isCompletedExceptionally() ->
          isReached(advance.answer().join());
      default -> !AnswerWords.isError(answer);
    };
  }

  /** A stage that is answered later than it was decided may be a further one. */
  private boolean isReached(DrawStage stage) {
    DrawStage now = reference.stage();
    return stage.closed() == now.closed()
        && (stage.seal() == null || stage.seal().equals(now.seal()))
        && (stage.number() == null || stage.number().equals(now.number()));
  }

  private boolean isTrue(int agency, Request.Batch batch, String answer) {
    return switch (answer) {
      case AnswerWords.ACK -> reference.isStored(agency, batch);
      case "CONTENT_CHANGED" ->
          batch.id() <= reference.batches(agency) && !reference.isStored(agency, batch);
      default -> isTrue(agency, answer);
    };
  }

  private boolean isTrue(int agency, String answer) {
    if (answer.equals("CLOSED")) {
      return reference.stage().closed();
    }
    return answer.equals("DRAWN")
        ? reference.draw() != null
        : (answer.startsWith("FINISHED") || answer.equals("AGENCY_FINISHED"))
            && reference.isEnded(agency);
  }

  /**
   * Checks the answer to what is asked of the present.
   *
   * @param moment what was so when it was asked
   */
  void checkQuestion(Order order, Moment moment) {
    Map<Integer, Integer> before = moment.promised();
    String answer = AnswerWords.of(order);
    if (order instanceof Order.Look look && !AnswerWords.isTransient(answer)) {
      long last = look.answer().join().lastBatch();
      assertTrue(last >= before.getOrDefault(look.agency().number(), 0), "it says " + answer);
      assertTrue(last <= reference.batches(look.agency().number()), "it says " + answer);
    } else if (order instanceof Order.Compare(var agency, var batch, var _, var _)
        && !AnswerWords.isTransient(answer)) {
      Map<Long, Request.Batch> promised = acknowledged.getOrDefault(agency.number(), Map.of());
      boolean isPromised =
          batch.id() <= before.getOrDefault(agency.number(), 0)
              && batch.equals(promised.get(batch.id()));
      boolean isStored = answer.equals("STORED");
      assertTrue(isStored || !isPromised, "it says " + answer + " of " + batch);
      assertTrue(!isStored || reference.isStored(agency.number(), batch), batch::toString);
    }
  }

  /** What is so now. */
  Moment now() {
    Map<Integer, Integer> promised = new TreeMap<>();
    acknowledged.forEach((agency, batches) -> promised.put(agency, batches.size()));
    return new Moment(promised, List.copyOf(over));
  }

  /** A session is over: nobody asks anything for it any more. */
  void over(RandomSession session) {
    if (!session.isText()) {
      over.add(session);
    }
  }

  /**
   * Notes what the answers to a session promise, and checks that it is so.
   *
   * @param before what was so when it asked
   * @return the first error; null where there is none
   */
  @Nullable String take(RandomSession session, List<Order> orders, Moment before) {
    String error = session.error();
    for (Order order : orders) {
      String answer = AnswerWords.of(order);
      boolean isError = AnswerWords.isError(answer);
      String first = error;
      assertTrue(
          first == null || isError,
          () -> session + ": after " + first + " it was answered " + answer);
      if (first == null && isError && order instanceof Order.Append append) {
        assertTrue(
            isTrue(append, answer) || isGap(append, answer, before),
            () -> append + " was answered " + answer);
      }
      error = first == null && isError ? answer : first;
      if (!isError) {
        promise(session, order, answer, before);
      }
    }
    return error;
  }

  private static boolean isGap(Order.Append append, String answer, Moment before) {
    long id = append.batch().id();
    int promised = before.promised().getOrDefault(append.agency().number(), 0);
    return answer.equals("OUT_OF_ORDER") && (id < 1 || id > promised + 1);
  }

  private void promise(RandomSession session, Order order, String answer, Moment before) {
    if (order instanceof Order.Append append) {
      int agency = append.agency().number();
      Request.Batch batch = append.batch();
      Request.Batch other =
          acknowledged.computeIfAbsent(agency, _ -> new TreeMap<>()).putIfAbsent(batch.id(), batch);
      assertTrue(other == null || other.equals(batch), () -> "two of " + append);
      assertTrue(reference.isStored(agency, batch), () -> "not stored: " + append);
    } else if (order instanceof Order.Open(var _, var agency, var _, var _)) {
      long last = Long.parseLong(answer.split(" ", -1)[1]);
      int promised = before.promised().getOrDefault(agency.number(), 0);
      List<RandomSession> older = new ArrayList<>(before.over());
      older.removeIf(old -> !session.isNextAfter(old));
      welcomes.add(new Welcome(agency.number(), last, older));
      assertTrue(last >= promised, () -> session + ": WELCOME says " + last + " of " + promised);
      session.welcomed(last);
    } else if (order instanceof Order.Finish finish) {
      finished.add(finish.agency().number());
      assertTrue(reference.isEnded(finish.agency().number()), finish::toString);
    }
  }

  /** Checks that all that was ever promised is in the log. */
  void checkPromises() {
    acknowledged.forEach(
        (agency, batches) ->
            batches
                .values()
                .forEach(batch -> assertTrue(reference.isStored(agency, batch), "lost " + batch)));
    finished.forEach(agency -> assertTrue(reference.isEnded(agency), "agency " + agency));
    for (Welcome welcome : welcomes) {
      for (RandomSession old : welcome.over()) {
        assertTrue(
            reference.lastOf(welcome.agency(), old.epoch()) <= welcome.last(),
            () -> "WELCOME said " + welcome.last() + ", and more was stored of " + old);
      }
    }
  }
}
