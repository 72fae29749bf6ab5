package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Request;
import loteria.ledger.AgencySession;
import loteria.ledger.commit.MemoryReplicatedLog.Fate;
import loteria.ledger.replication.LogBeginning;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two servers of two processes each, and what they answer by one replicated log. */
@Timeout(60)
class ReplicatedCommitTest extends TwoServers {
  private static final String UNAVAILABLE = ErrorCode.UNAVAILABLE.name();
  private static final int AGENCIES = 3;
  private static final long LONG_AGO = 60_000_000_000L;
  private static final String SUPERSEDED = ErrorCode.SUPERSEDED.name();

  ReplicatedCommitTest() {
    super(2, AGENCIES);
  }

  private static Order.Open open(long epoch) {
    return MadeUpBatches.open(new AgencySession(epoch), 1);
  }

  private static Order.Finish finish(long epoch) {
    return MadeUpBatches.finish(new AgencySession(epoch), 1);
  }

  /** In the text dialect nothing says at another process what a connection has been. */
  @Test
  void aSupersededSessionStaysSoWhenItIsMoved() throws IOException {
    long first = one.newEpoch();
    long second = two.newEpoch();
    assertEquals(AnswerWords.ACK, ask(one, append(first, 1)));
    assertEquals(AnswerWords.ACK, ask(two, append(second, 2)));
    assertEquals(List.of(SUPERSEDED), ask(one, 1, append(first, 3)));
    assertEquals(List.of(SUPERSEDED), ask(one, 1, finish(first)));
    assertEquals(AnswerWords.ACK, ask(two, append(second, 3)));
  }

  @Test
  void anOlderConnectionOfAServerIsSupersededWhateverCameBetween() throws IOException {
    long older = one.newEpoch();
    long newer = one.newEpoch();
    assertEquals(AnswerWords.ACK, ask(one, append(newer, 1)));
    assertEquals(AnswerWords.ACK, ask(two, append(two.newEpoch(), 2)));
    assertEquals(SUPERSEDED, ask(one, append(older, 3)));
    assertEquals(SUPERSEDED, ask(one, finish(older)));
    assertEquals(SUPERSEDED, ask(one, open(older)));
  }

  /** The process that asked was killed before the agency had its WELCOME. */
  @Test
  void aHelloThatIsAskedAgainSupersedesNobody() throws IOException {
    long first = one.newEpoch();
    long second = two.newEpoch();
    one.process(0)
        .client()
        .onAppended(
            () -> {
              throw new Killed();
            });
    assertThrows(Killed.class, () -> ask(one, 0, open(first), append(first, 1)));
    one.kill(0);
    assertTrue(ask(two, open(second)).startsWith("ADMITTED 1 "));
    var session = new AgencySession(first);
    assertEquals(
        List.of(SUPERSEDED, SUPERSEDED),
        ask(
            one,
            1,
            MadeUpBatches.open(session, 1),
            MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, 2))));
    assertEquals(AnswerWords.ACK, ask(two, append(second, 2)));
  }

  /** What is stored is acknowledged, and what is not is refused for the reason that it is. */
  @Test
  void aSessionOfAnAgencyThatHasFinishedMayRepeatWhatIsStored() throws IOException {
    long first = one.newEpoch();
    ask(one, 0, append(first, 1), finish(first));
    var session = new AgencySession(two.newEpoch());
    String welcome = ask(two, MadeUpBatches.open(session, 1));
    assertTrue(welcome.startsWith("ADMITTED 1 batches"), welcome);
    assertEquals(
        List.of(AnswerWords.ACK, ErrorCode.AGENCY_FINISHED.name()),
        ask(
            two,
            0,
            MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, 1)),
            MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, 2))));
  }

  @Test
  void whatIsNotConfirmedIsFoundWhenItIsAskedAgain() throws IOException {
    one.process(0).client().fates(() -> Fate.TAKEN_UNKNOWN);
    long epoch = one.newEpoch();
    assertEquals(
        List.of(UNAVAILABLE, UNAVAILABLE), ask(one, 0, append(epoch, 1), append(epoch, 2)));
    assertEquals(
        List.of(AnswerWords.ACK, AnswerWords.ACK), ask(two, 0, append(5, 1), append(5, 2)));
    assertEquals("2 batches, 3 missing", ask(two, MadeUpBatches.look(1)));
  }

  /** Its agency has come again meanwhile, and been shown what is stored. */
  @Test
  void whatComesLateOfAnOlderSessionOfItsServerDoesNotCount() throws IOException {
    one.process(0).client().fates(() -> Fate.DELAYED);
    long first = one.newEpoch();
    assertEquals(List.of(UNAVAILABLE, UNAVAILABLE), ask(one, 0, open(first), append(first, 1)));
    long second = one.newEpoch();
    assertTrue(ask(one, 1, open(second)).getFirst().startsWith("ADMITTED 0 "));
    assertTrue(log.deliver(new Random(1)));
    Request.Batch other = MadeUpBatches.batch(1, 1, 2, 9);
    assertEquals(
        List.of(AnswerWords.ACK),
        ask(one, 1, MadeUpBatches.append(new AgencySession(second), 1, other)));
    assertEquals("1 batches, 3 missing", ask(two, MadeUpBatches.look(1)));
  }

  /** Neither of a session that was opened where nobody knew of the next one. */
  @Test
  void nothingOfAnEarlierSessionCountsBehindTheWelcomeOfTheNext() throws IOException {
    one.process(0).client().fates(() -> Fate.DELAYED);
    var first = new AgencySession(one.newEpoch());
    assertEquals(
        List.of(UNAVAILABLE, UNAVAILABLE),
        ask(
            one,
            0,
            MadeUpBatches.open(first, 1),
            MadeUpBatches.append(first, 1, MadeUpBatches.batch(1, 1))));
    var second = new AgencySession(two.newEpoch());
    assertTrue(ask(two, MadeUpBatches.open(second, 1)).startsWith("ADMITTED 0 "));
    assertTrue(log.deliver(new Random(1)));
    assertEquals("0 batches, 3 missing", ask(two, MadeUpBatches.look(1)));
    Request.Batch other = MadeUpBatches.batch(1, 1, 2, 9);
    assertEquals(AnswerWords.ACK, ask(two, MadeUpBatches.append(second, 1, other)));
    one.process(0).client().fates(() -> Fate.TAKEN);
    one.process(0).client().settle();
    assertTrue(ask(one, open(one.newEpoch())).startsWith("ADMITTED 1 "), "it may come again");
  }

  /** Another process of the server reads it first, and what others asked behind it. */
  @Test
  void whatAnotherProcessHasRecordedIsDecidedAsItWas() throws IOException {
    long epoch = one.newEpoch();
    one.process(0).client().onAppended(() -> askUnchecked(one, 1, MadeUpBatches.look(2)));
    var session = new AgencySession(epoch);
    List<String> answers =
        ask(
            one,
            0,
            MadeUpBatches.open(session, 1),
            MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, 1)),
            MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, 3)),
            MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, 2)),
            MadeUpBatches.close(2),
            MadeUpBatches.look(1));
    assertTrue(answers.getFirst().startsWith("ADMITTED 1 batches"), answers::toString);
    String gap = ErrorCode.OUT_OF_ORDER.name();
    assertEquals(
        List.of(AnswerWords.ACK, gap, gap, "FINISHED, 2 missing", "1 batches, 2 missing"),
        answers.subList(1, answers.size()));
  }

  /** Its own feed is slow, but the copy has it. */
  @Test
  void whatAnotherProcessHasRecordedIsNotWaitedFor() throws IOException {
    MemoryReplicatedLog.Client client = one.process(0).client();
    client.onAppended(
        () -> {
          client.sees(log.end() - 1, Integer.MAX_VALUE);
          askUnchecked(one, 1, MadeUpBatches.look(2));
        });
    assertEquals(AnswerWords.ACK, ask(one, append(one.newEpoch(), 1)));
    assertTrue(client.reads() < 1000, "it waited");
    client.onAppended(() -> {});
  }

  /** It did not count then, so it never will, though it would by what came behind it. */
  @Test
  void whatDidNotCountWhenItWasReadDoesNotCountLater() throws IOException {
    assertEquals(AnswerWords.ACK, ask(one, append(one.newEpoch(), 1)));
    MemoryReplicatedLog.Client client = one.process(0).client();
    client.spoils(true);
    client.onAppended(
        () -> {
          askUnchecked(two, 0, append(two.newEpoch(), 2));
          askUnchecked(one, 1, MadeUpBatches.look(1));
        });
    // Of the message the second batch's rows are spoiled, so that the third is not the next.
    var third = new AgencySession(one.newEpoch());
    assertEquals(
        List.of(AnswerWords.ACK, UNAVAILABLE),
        ask(
            one,
            0,
            append(one.newEpoch(), 2),
            MadeUpBatches.append(third, 1, MadeUpBatches.batch(1, 3, 0, 1))));
    client.spoils(false);
    client.onAppended(() -> {});
    assertEquals("2 batches, 3 missing", ask(one, MadeUpBatches.look(1)));
    assertEquals(
        ReferenceFold.summary(two.process(0).commit().state()),
        ReferenceFold.summary(one.process(0).commit().state()));
  }

  /** Also where no request has failed yet, and where its agency has finished. */
  @Test
  void nothingBehindAHelloThatIsDeniedIsAnsweredOtherwise() throws IOException {
    long older = one.newEpoch();
    assertEquals(AnswerWords.ACK, ask(one, append(one.newEpoch(), 1)));
    var session = new AgencySession(older);
    assertEquals(SUPERSEDED, ask(one, MadeUpBatches.open(session, 1)));
    ask(two, MadeUpBatches.close(1));
    ask(one, MadeUpBatches.look(1));
    var late = new AgencySession(one.newEpoch());
    MemoryReplicatedLog.Client client = one.process(0).client();
    client.fates(() -> Fate.LOST);
    assertEquals(
        List.of(UNAVAILABLE, UNAVAILABLE),
        ask(one, 0, MadeUpBatches.open(late, 1), MadeUpBatches.look(1)));
    client.fates(() -> Fate.TAKEN);
    assertEquals(
        List.of(SUPERSEDED, UNAVAILABLE),
        ask(one, 0, MadeUpBatches.finish(session, 1), MadeUpBatches.finish(late, 1)));
  }

  /** Its agency sent it before it knew. */
  @Test
  void nothingBehindAFailureCountsInALaterTurn() throws IOException {
    var session = new AgencySession(one.newEpoch());
    var gap = MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, 2));
    String outOfOrder = ErrorCode.OUT_OF_ORDER.name();
    assertEquals(outOfOrder, ask(one, gap));
    long end = log.end();
    assertEquals(
        List.of(outOfOrder, outOfOrder),
        ask(
            one,
            0,
            MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, 1)),
            MadeUpBatches.finish(session, 1)));
    assertEquals(end, log.end());
  }

  private static void askUnchecked(MemoryServer server, int process, Order... orders) {
    try {
      ask(server, process, orders);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What it cannot take in it would append for nothing, time after time. */
  @Test
  void aServerWhoseDiskIsFullAppendsNothing() throws IOException {
    long epoch = one.newEpoch();
    assertEquals(AnswerWords.ACK, ask(one, append(epoch, 1)));
    one.disk()
        .before(
            event -> {
              if (event instanceof DiskEvent.Write) {
                throw new IOException("No space left on device");
              }
            });
    String full = ErrorCode.DISK_FULL.name();
    assertEquals(List.of(full, UNAVAILABLE), ask(one, 0, append(epoch, 2), MadeUpBatches.look(1)));
    long end = log.end();
    assertEquals(full, ask(one, append(epoch, 3)));
    assertEquals(full, ask(one, append(epoch, 2)));
    assertEquals(end, log.end());
    one.disk().before(_ -> {});
    assertEquals(AnswerWords.ACK, ask(one, append(epoch, 2)));
    assertEquals("2 batches, 3 missing", ask(two, MadeUpBatches.look(1)));
  }

  /** A disk that does not answer is noticed, brokers that do not are not taken for one. */
  @Test
  void onlyWhatWaitsForThisServerIsOldHere() throws IOException {
    ReplicatedCommit commit = one.process(0).commit();
    long[] waited = {-1, -1};
    one.process(0).client().onAppended(() -> waited[0] = waitedFor(commit));
    one.disk().before(_ -> waited[1] = waitedFor(commit));
    assertEquals(AnswerWords.ACK, ask(one, append(one.newEpoch(), 1)));
    assertEquals(0, waited[0], "the log");
    assertTrue(waited[1] > 0 && waited[1] < LONG_AGO, "the disk, since the log has answered");
    long now = System.nanoTime();
    assertEquals(now, commit.waitsHereSince(now, now + 5), "what came later");
  }

  /** How long something that has waited for long has waited for this server. */
  private static long waitedFor(ReplicatedCommit commit) {
    long now = System.nanoTime();
    return now - commit.waitsHereSince(now - LONG_AGO, now);
  }

  @Test
  void whatIsStoredIsCountedOnce() throws IOException {
    long epoch = one.newEpoch();
    var first = append(epoch, 1);
    var second = append(epoch, 2);
    CommitEngine.Outcome stored =
        one.process(0).commit().carryOut(List.of(first, second, append(epoch, 2)));
    assertEquals(2, stored.batches());
    assertEquals(first.batch().rows() + second.batch().rows(), stored.bets());
    CommitEngine.Outcome repeated = one.process(0).commit().carryOut(List.of(append(epoch, 1)));
    assertEquals(0, repeated.batches());
    assertEquals(0, two.process(0).commit().carryOut(List.of(MadeUpBatches.look(1))).bets());
  }

  /** There was no room for what came behind it. */
  @Test
  void whatIsDecidedIsAnsweredThoughTheDiskIsFullSince() throws IOException {
    ask(one, MadeUpBatches.look(1));
    ask(two, MadeUpBatches.look(1));
    ReplicatedCommit commit = one.process(0).commit();
    one.process(0)
        .client()
        .onAppended(
            () ->
                askUnchecked(
                    two,
                    0,
                    MadeUpBatches.append(
                        new AgencySession(two.newEpoch()), 2, MadeUpBatches.batch(2, 1))));
    one.disk()
        .before(
            event -> {
              boolean isOfLast = commit.copy().decidedTo().offset() == log.end();
              if (event instanceof DiskEvent.Write && isOfLast) {
                throw new IOException("No space left on device");
              }
            });
    var large =
        MadeUpBatches.append(
            new AgencySession(one.newEpoch()), 1, MadeUpBatches.batch(1, 1, 60, 90));
    assertEquals(List.of(AnswerWords.ACK, UNAVAILABLE), ask(one, 0, large, MadeUpBatches.look(1)));
  }

  /** Whatever the copy says meanwhile: it is behind another server's. */
  @Test
  void nothingIsAnsweredBeforeItsMessageHasComeBack() throws IOException {
    long epoch = one.newEpoch();
    assertEquals(AnswerWords.ACK, ask(one, append(epoch, 1)));
    ask(two, MadeUpBatches.look(1));
    MemoryReplicatedLog.Client client = one.process(0).client();
    client.settle();
    client.timeout(Duration.ofMillis(20));
    client.sees(log.end(), Integer.MAX_VALUE);
    assertEquals(
        List.of(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE),
        ask(
            one,
            0,
            append(epoch, 2),
            open(one.newEpoch()),
            MadeUpBatches.look(1),
            MadeUpBatches.draw(MadeUpBatches.DRAW)));
    client.sees(Long.MAX_VALUE, Integer.MAX_VALUE);
    client.timeout(Duration.ofSeconds(20));
    assertEquals("2 batches, 3 missing", ask(one, MadeUpBatches.look(1)));
  }

  @Test
  void nothingIsAnsweredByALogThatHasLostItsEnd() throws IOException {
    assertEquals(AnswerWords.ACK, ask(one, append(one.newEpoch(), 1)));
    assertEquals("1 batches, 3 missing", ask(two, MadeUpBatches.look(1)));
    two.kill();
    log.loseFrom(2);
    Order.Look look = MadeUpBatches.look(1);
    assertThrows(DamagedLogException.class, () -> ask(two, look));
    assertFalse(look.answer().isDone());
  }

  /**
   * It asks a broker that was cut off from the others, and has not heard that it leads no longer.
   */
  @Test
  void aBrokerThatLeadsNoLongerIsNoLoss() throws IOException {
    long epoch = one.newEpoch();
    assertEquals(AnswerWords.ACK, ask(one, append(epoch, 1)));
    long before = log.end();
    assertEquals(AnswerWords.ACK, ask(one, append(epoch, 2)));
    long end = log.end();
    one.kill(0);
    log.asksDeposed(before, false);
    assertEquals(UNAVAILABLE, ask(one, append(epoch, 3)));
    assertEquals(UNAVAILABLE, ask(one, MadeUpBatches.look(1)));
    assertFalse(one.process(0).commit().followed().isReachable());
    assertEquals(end, log.end(), "nothing has been appended");
    log.asksLeader();
    assertEquals(AnswerWords.ACK, ask(one, append(epoch, 3)));
    assertEquals("3 batches, 3 missing", ask(two, MadeUpBatches.look(1)));
  }

  /** What it appends gets to the broker that leads, what it reads comes from the one before. */
  @Test
  void aBrokerThatLeadsNoLongerIsNotAskedForProofAgainAndAgain() throws IOException {
    long epoch = one.newEpoch();
    assertEquals(AnswerWords.ACK, ask(one, append(epoch, 1)));
    long before = log.end() - 1;
    one.kill(0);
    log.asksDeposed(before, true);
    one.process(0).client().timeout(Duration.ofMillis(300));
    long end = log.end();
    assertEquals(UNAVAILABLE, ask(one, append(epoch, 2)));
    assertEquals(end + 1, log.end(), "one message, for proof");
    log.asksLeader();
    one.process(0).client().timeout(Duration.ofSeconds(20));
    assertEquals(AnswerWords.ACK, ask(one, append(epoch, 2)));
  }

  /** The feed need not have noticed yet. */
  @Test
  void nothingIsAnsweredByALogThatTakesAMessageWhereOthersWere() throws IOException {
    assertEquals(AnswerWords.ACK, ask(one, append(one.newEpoch(), 1)));
    assertEquals(AnswerWords.ACK, ask(one, append(one.newEpoch(), 2)));
    one.process(0).client().concurrent();
    one.process(0)
        .client()
        .fates(
            () -> {
              log.loseFrom(2);
              return Fate.TAKEN;
            });
    Order.Look look = MadeUpBatches.look(1);
    assertThrows(DamagedLogException.class, () -> ask(one, look));
    assertFalse(look.answer().isDone());
  }

  @Test
  void nothingIsAnsweredByALogThatHasAnotherMessage() throws IOException {
    assertEquals(AnswerWords.ACK, ask(one, append(one.newEpoch(), 1)));
    one.kill();
    log.replace(2, OrderMessage.encode(MemoryServer.LEDGER, List.of(append(one.newEpoch(), 2))));
    Order.Look look = MadeUpBatches.look(1);
    assertThrows(DamagedLogException.class, () -> ask(one, look));
    assertFalse(look.answer().isDone());
  }

  /** However often it comes, and whether the log can be reached or not. */
  @Test
  void aBatchThatIsStoredIsAcknowledgedWithoutAnAppend() throws IOException {
    long epoch = one.newEpoch();
    assertEquals(
        List.of(AnswerWords.ACK, AnswerWords.ACK), ask(one, 0, append(epoch, 1), append(epoch, 2)));
    long end = log.end();
    one.process(0).client().reachable(false);
    var session = new AgencySession(epoch);
    assertEquals(
        List.of(AnswerWords.ACK, AnswerWords.ACK),
        ask(
            one,
            0,
            MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, 2)),
            MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, 1))));
    one.process(0).client().reachable(true);
    assertEquals(end, log.end());
    long other = two.newEpoch();
    assertEquals(
        List.of(AnswerWords.ACK, AnswerWords.ACK), ask(two, 0, append(other, 3), append(other, 1)));
    assertEquals(end + 1, log.end());
  }

  /** It is behind one that failed, or its session is not the newest any more. */
  @Test
  void aBatchThatIsStoredIsNotAlwaysAcknowledged() throws IOException {
    long epoch = one.newEpoch();
    assertEquals(AnswerWords.ACK, ask(one, append(epoch, 1)));
    var session = new AgencySession(epoch);
    String outOfOrder = ErrorCode.OUT_OF_ORDER.name();
    assertEquals(
        List.of(outOfOrder, outOfOrder),
        ask(
            one,
            0,
            MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, 3)),
            MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, 1))));
    assertEquals(AnswerWords.ACK, ask(two, append(two.newEpoch(), 2)));
    ask(one, MadeUpBatches.look(1));
    assertEquals(SUPERSEDED, ask(one, append(epoch, 1)));
    Request.Batch other = MadeUpBatches.batch(1, 1, 7, 7);
    assertEquals(
        ErrorCode.CONTENT_CHANGED.name(),
        ask(one, MadeUpBatches.append(new AgencySession(one.newEpoch()), 1, other)));
  }

  /**
   * However many records they have, an entry fits into the segment that it is in: agencies that
   * make a connection for each batch open a session by each.
   */
  @Test
  void turnsOfManyOrdersAreWhole() throws IOException {
    int id = 1;
    for (int turn = 0; turn < 20; turn++) {
      List<Order> orders = new ArrayList<>();
      for (int i = 0; i < 500 + 7 * turn; i++) {
        orders.add(
            MadeUpBatches.append(
                new AgencySession(one.newEpoch()), 1, MadeUpBatches.batch(1, id++, 0, 1)));
      }
      one.process(0).commit().carryOut(orders).answer();
    }
    assertEquals(id - 1, one.process(0).commit().state().of(1).batches());
    assertTrue(one.disk().names().size() > 2, "one segment");
    String before = ReferenceFold.summary(one.process(0).commit().state());
    one.kill(0);
    assertEquals(before, ReferenceFold.summary(one.process(0).commit().state()));
    assertEquals(log.end(), one.process(0).commit().copy().decidedTo().offset());
    assertEquals(List.of(), one.disk().verifyCopy().problems());
  }

  /** Else a start would have all of it to write again. */
  @Test
  void whatIsOnDiskOfTheViewIsNotedInTheCopyAlone() throws IOException {
    ask(one, append(one.newEpoch(), 1));
    ReplicatedCommit commit = one.process(0).commit();
    long position = commit.state().end();
    long bytes = commit.state().betsBytes();
    long end = log.end();
    commit.forceView();
    commit.carryOut(List.of(new Order.NoteView(position, bytes, 0))).answer();
    assertEquals(new LogRecord.ViewForced(position, bytes), commit.state().notes().view());
    one.kill();
    assertEquals(bytes, one.process(0).commit().state().notes().view().bytes());
    assertEquals(end, log.end());
  }

  @Test
  void aLedgerThatIsNoCopyIsNotContinued() throws IOException {
    GroupCommit files = two.disk().open(AGENCIES);
    two.disk().carryOut(files, List.of(MadeUpBatches.append(1, 1)));
    Order.Look look = MadeUpBatches.look(1);
    assertThrows(DamagedLogException.class, () -> ask(two, look));
    assertFalse(look.answer().isDone());
  }

  /** Most brokers lost power before a server had read anything, and acknowledged from memory. */
  @Test
  void aLogThatHasLostItsBeginningIsNotFollowed() {
    log.loseFrom(0);
    log.add(OrderMessage.encode(MemoryServer.LEDGER, List.of(append(two.newEpoch(), 1))));
    Order.Look look = MadeUpBatches.look(1);
    assertThrows(DamagedLogException.class, () -> ask(one, look));
    assertFalse(look.answer().isDone());
  }

  @Test
  void theLogOfAnotherLedgerIsNotFollowed() {
    log.replace(0, new LogBeginning(new UUID(3, 4), AGENCIES, 0).message());
    Order.Look look = MadeUpBatches.look(1);
    assertThrows(DamagedLogException.class, () -> ask(one, look));
    assertFalse(look.answer().isDone());
  }

  @Test
  void nothingIsAnsweredByALogThatPassesOverAMessage() throws IOException {
    MemoryReplicatedLog.Client client = two.process(0).client();
    client.hide(log.end());
    assertEquals(AnswerWords.ACK, ask(one, append(one.newEpoch(), 1)));
    Order.Look look = MadeUpBatches.look(1);
    assertThrows(DamagedLogException.class, () -> ask(two, look));
    assertFalse(look.answer().isDone());
  }

  @Test
  void aQuestionFailsWhileTheLogIsNotReachable() throws IOException {
    MemoryReplicatedLog.Client client = one.process(0).client();
    client.timeout(Duration.ofMillis(20));
    client.reachable(false);
    Order.Look look = MadeUpBatches.look(1);
    assertEquals(List.of(UNAVAILABLE, UNAVAILABLE), ask(one, 0, look, append(9, 1)));
    assertTrue(look.answer().isCompletedExceptionally());
    client.reachable(true);
    assertEquals("0 batches, 3 missing", ask(one, MadeUpBatches.look(1)));
  }
}
