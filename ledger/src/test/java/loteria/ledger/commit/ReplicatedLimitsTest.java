package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ledger.AgencySession;
import loteria.ledger.commit.MemoryReplicatedLog.Fate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What agencies that are never right, or ask for ever, cost a shared ledger. */
@Timeout(60)
class ReplicatedLimitsTest extends TwoServers {
  private static final int AGENCIES = 2;
  private static final String UNAVAILABLE = ErrorCode.UNAVAILABLE.name();

  ReplicatedLimitsTest() {
    super(2, AGENCIES);
  }

  private static Order.Append changed(AgencySession session, int id) {
    return MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, id, 60, 91));
  }

  @Test
  void whatFailsForGoodIsNotAppended() throws IOException {
    long older = one.newEpoch();
    long epoch = one.newEpoch();
    assertEquals(AnswerWords.ACK, ask(one, append(epoch, 1)));
    long end = log.end();
    assertEquals("SUPERSEDED", ask(one, append(older, 2)));
    assertEquals("CONTENT_CHANGED", ask(one, changed(new AgencySession(epoch), 1)));
    assertEquals("OUT_OF_ORDER", ask(one, append(epoch, 0)));
    assertEquals(end, log.end());
    assertEquals(AnswerWords.finished(AGENCIES - 1), ask(one, MadeUpBatches.close(1)));
    assertEquals("AGENCY_FINISHED", ask(one, append(epoch, 2)));
    ask(one, MadeUpBatches.close(2));
    ask(one, MadeUpBatches.draw(new DrawRecord(7574, 0, 0)));
    assertEquals("DRAWN", ask(one, append(epoch, 2)));
    ask(one, MadeUpBatches.look(1));
    ask(one, compare(9));
    assertEquals(end + 3, log.end());
  }

  private static Order.Compare compare(int id) {
    Order.Append like = append(1, id);
    return new Order.Compare(like.agency(), like.batch(), like.digest(), new PendingAnswer<>());
  }

  /** Whether it is the next must be known for sure: so that is asked, without the rows. */
  @Test
  void aBatchThatIsNotTheNextIsAskedForWithoutItsRows() throws IOException {
    long epoch = one.newEpoch();
    assertEquals("OUT_OF_ORDER", ask(one, append(epoch, 7)));
    assertEquals(3, log.end());
    assertEquals(OrderMessage.bytesMax(0), log.at(2).content().length());
  }

  @Test
  void aBatchThatOthersHaveMadeTheNextIsStored() throws IOException {
    long epoch = one.newEpoch();
    assertEquals(AnswerWords.ACK, ask(one, append(epoch, 1)));
    MemoryReplicatedLog.Client client = one.process(1).client();
    client.fates(
        () -> {
          client.fates(() -> Fate.TAKEN);
          // Before the message that asks whether the third is the next.
          log.add(OrderMessage.encode(MemoryServer.LEDGER, List.of(append(epoch, 2))));
          return Fate.TAKEN;
        });
    var session = new AgencySession(epoch);
    assertEquals(
        List.of(AnswerWords.ACK, AnswerWords.ACK),
        ask(
            one,
            1,
            MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, 3)),
            MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, 4))));
    assertEquals(4, one.process(1).commit().state().of(1).batches());
  }

  /** Also in the same turn, whichever of them is decided first. */
  @Test
  void nothingBehindWhatFailsIsStored() throws IOException {
    long epoch = one.newEpoch();
    assertEquals(AnswerWords.ACK, ask(one, append(epoch, 1)));
    var session = new AgencySession(epoch);
    assertEquals(
        List.of("CONTENT_CHANGED", "CONTENT_CHANGED"),
        ask(
            one,
            0,
            changed(session, 1),
            MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, 2))));
    var other = new AgencySession(one.newEpoch());
    assertEquals(
        List.of("TOTALS_DIFFER", "TOTALS_DIFFER", "TOTALS_DIFFER"),
        ask(
            one,
            0,
            MadeUpBatches.finish(other, 1, 5, 5),
            changed(other, 1),
            MadeUpBatches.append(other, 1, MadeUpBatches.batch(1, 1))));
    assertEquals(1, one.process(0).commit().state().of(1).batches());
  }

  /** Repeats of what is stored are acknowledged, in a session that then stores more. */
  @Test
  void whatComesBehindARepeatIsStored() throws IOException {
    int last = 20_000;
    long epoch = one.newEpoch();
    for (int id = 1; id <= last; ) {
      List<Order> orders = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        orders.add(
            MadeUpBatches.append(new AgencySession(epoch), 1, MadeUpBatches.batch(1, id++, 0, 1)));
      }
      one.process(0).commit().carryOut(orders).answer();
    }
    var session = new AgencySession(epoch);
    assertEquals(
        List.of(AnswerWords.ACK, AnswerWords.ACK, AnswerWords.ACK),
        ask(
            one,
            0,
            MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, 1, 0, 1)),
            MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, last + 1)),
            MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, last + 2))));
  }

  /** A page of each copy for each question would fill disks. */
  @Test
  void questionsTakeNoRoomInTheCopy() throws IOException {
    ask(one, append(one.newEpoch(), 1));
    long end = one.process(0).commit().state().end();
    for (int i = 0; i < 1000; i++) {
      ask(one, MadeUpBatches.look(1));
    }
    assertEquals(end, one.process(0).commit().state().end());
    assertEquals(log.end(), one.process(0).commit().copy().decidedTo().offset());
    one.kill();
    assertEquals("1 batches, 2 missing", ask(one, MadeUpBatches.look(1)));
    one.process(0).commit().end();
    assertEquals(log.end(), one.process(0).commit().state().notes().followed().offset());
    one.kill();
    ask(one, append(one.newEpoch(), 2));
    assertEquals(log.end(), one.process(0).commit().state().notes().followed().offset());
  }

  @Test
  void notMuchIsReadAgainByAProcessThatStarts() throws IOException {
    ask(one, append(one.newEpoch(), 1));
    for (int i = 0; i < 5000; i++) {
      log.add(OrderMessage.encode(MemoryServer.LEDGER, List.of()));
    }
    ask(one, MadeUpBatches.look(1));
    long noted = one.process(0).commit().state().notes().followed().offset();
    assertTrue(log.end() - noted < 4096, "noted " + noted);
    assertEquals(List.of(), one.disk().verifyCopy().problems());
  }

  /** A batch without HELLO that is long under way must not end the agency's next session. */
  @Test
  void aLateBatchTakesNothingOver() throws IOException {
    assertEquals(AnswerWords.ACK, ask(one, append(one.newEpoch(), 1)));
    MemoryReplicatedLog.Client client = one.process(0).client();
    client.fates(() -> Fate.DELAYED);
    assertEquals(UNAVAILABLE, ask(one, append(one.newEpoch(), 2)));
    client.fates(() -> Fate.TAKEN);
    var next = new AgencySession(two.newEpoch());
    assertEquals(
        "ADMITTED 1", ask(two, MadeUpBatches.open(next, 1)).substring(0, "ADMITTED 1".length()));
    log.deliver(new Random(1));
    assertEquals(
        AnswerWords.ACK,
        ask(two, 0, MadeUpBatches.append(next, 1, MadeUpBatches.batch(1, 2))).getFirst());
    assertEquals(2, two.process(0).commit().state().of(1).batches());
  }

  /** The same of a FINISH. */
  @Test
  void aLateFinishEndsNoOthersSession() throws IOException {
    assertEquals(AnswerWords.ACK, ask(one, append(one.newEpoch(), 1)));
    MemoryReplicatedLog.Client client = one.process(0).client();
    client.fates(() -> Fate.DELAYED);
    Order.Finish late = MadeUpBatches.finish(new AgencySession(one.newEpoch()), 1);
    assertEquals(UNAVAILABLE, ask(one, late));
    var next = new AgencySession(two.newEpoch());
    ask(two, MadeUpBatches.open(next, 1));
    log.deliver(new Random(1));
    assertEquals(
        AnswerWords.ACK,
        ask(two, 0, MadeUpBatches.append(next, 1, MadeUpBatches.batch(1, 2))).getFirst());
  }

  /** Else each turn would wait as long as the first, for as many turns as are queued. */
  @Test
  void whatWasQueuedWhileTheLogDidNotAnswerIsDeniedAtOnce() throws IOException {
    ask(one, MadeUpBatches.look(1));
    MemoryReplicatedLog.Client client = one.process(0).client();
    long epoch = one.newEpoch();
    Order.Append queued = append(epoch, 2);
    client.fates(() -> Fate.LOST);
    assertEquals(UNAVAILABLE, ask(one, append(epoch, 1)));
    client.fates(
        () -> {
          throw new AssertionError("it is asked again");
        });
    assertEquals(List.of(UNAVAILABLE, UNAVAILABLE), ask(one, 0, queued, MadeUpBatches.look(1)));
    client.fates(() -> Fate.TAKEN);
    assertEquals(AnswerWords.ACK, ask(one, append(epoch, 1)));
  }

  /** An agency that repeats what is stored between what is new, as fast as the protocol permits. */
  @Test
  void repeatsBetweenBatchesNeedNoFurtherAppends() throws IOException {
    long epoch = one.newEpoch();
    ask(one, append(epoch, 1));
    long end = log.end();
    var session = new AgencySession(epoch);
    List<Order> orders = new ArrayList<>();
    for (int id = 2; id < 34; id++) {
      orders.add(MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, id)));
      orders.add(MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, 1)));
    }
    one.process(0).commit().carryOut(orders).answer();
    orders.forEach(order -> assertEquals(AnswerWords.ACK, AnswerWords.of(order)));
    assertEquals(end + 1, log.end());
  }

  /** Whatever is decided in a later turn, others are not kept waiting for it. */
  @Test
  void aTurnAppendsOnce() throws IOException {
    long epoch = one.newEpoch();
    ask(one, append(epoch, 1));
    var session = new AgencySession(epoch);
    MemoryReplicatedLog.Client client = one.process(1).client();
    client.fates(
        () -> {
          client.fates(() -> Fate.TAKEN);
          log.add(OrderMessage.encode(MemoryServer.LEDGER, List.of(append(epoch, 2))));
          return Fate.TAKEN;
        });
    ReplicatedCommit commit = one.process(1).commit();
    Order.Append third = MadeUpBatches.append(session, 1, MadeUpBatches.batch(1, 3));
    Order.Finish finish = MadeUpBatches.finish(session, 1);
    Order.Look look = MadeUpBatches.look(1);
    long end = log.end();
    commit.carryOut(List.of(third, finish, look)).answer();
    assertEquals(end + 2, log.end());
    assertFalse(third.answer().isDone());
    assertFalse(look.answer().isDone(), "it may be asked behind the FINISH");
    assertTrue(commit.hasLeft());
    commit.carryOut(List.of()).answer();
    assertEquals(AnswerWords.ACK, AnswerWords.of(third));
    assertEquals("FINISHED, 1 missing", AnswerWords.of(finish));
    assertEquals("3 batches, 1 missing", AnswerWords.of(look));
    assertEquals(end + 3, log.end());
  }

  /** However many servers its agency has been at since: it has had its HELLO. */
  @Test
  void aSessionThatWasLeftBehindStaysSo() throws IOException {
    var left = new AgencySession(one.newEpoch(), true);
    ask(one, MadeUpBatches.open(left, 1));
    AgencySession newest = left;
    for (int i = 0; i < 6; i++) {
      two.beginRun();
      newest = new AgencySession(two.newEpoch(), true);
      ask(two, MadeUpBatches.open(newest, 1));
    }
    ask(one, MadeUpBatches.look(1));
    assertEquals(UNAVAILABLE, ask(one, MadeUpBatches.append(left, 1, MadeUpBatches.batch(1, 1))));
    assertEquals(
        AnswerWords.ACK, ask(two, MadeUpBatches.append(newest, 1, MadeUpBatches.batch(1, 1))));
    assertEquals(newest.epoch(), two.process(0).commit().state().of(1).epoch());
  }

  /** A batch with a bad row is sent again and again: it is refused, and its session lives. */
  @Test
  void whetherABatchIsStoredIsPacedToo() throws IOException {
    var waiting = new WaitingOrders(Duration.ofHours(1), () -> {});
    ReplicatedCommit commit = one.process(waiting);
    commit.carryOut(List.of(compare(5))).answer();
    long end = log.end();
    Order.Compare again = compare(5);
    commit.carryOut(List.of(again)).answer();
    assertEquals(end, log.end());
    assertFalse(again.answer().isDone());
    commit.close();
  }

  /** Also when others repeat what is stored, for which nothing is appended. */
  @Test
  void questionsThatComeTooSoonAreAskedTogether() throws IOException {
    var waiting = new WaitingOrders(Duration.ofHours(1), () -> {});
    ReplicatedCommit commit = one.process(waiting);
    long epoch = one.newEpoch();
    commit.carryOut(List.of(append(epoch, 1), MadeUpBatches.look(1))).answer();
    Order.Look first = MadeUpBatches.look(1);
    commit.carryOut(List.of(first)).answer();
    long end = log.end();
    Order.Look second = MadeUpBatches.look(2);
    Order.Append repeat = append(epoch, 1);
    commit.carryOut(List.of(repeat, second)).answer();
    assertEquals("1 batches, 2 missing", AnswerWords.of(first));
    assertEquals(AnswerWords.ACK, AnswerWords.of(repeat));
    commit.carryOut(List.of(MadeUpBatches.look(2), new Order.Follow(0))).answer();
    assertEquals(end, log.end());
    assertFalse(second.answer().isDone());
    // What is appended carries them.
    commit.carryOut(List.of(append(epoch, 2))).answer();
    assertEquals(end + 1, log.end());
    assertTrue(second.answer().isDone());
    Order.Look last = MadeUpBatches.look(1);
    commit.carryOut(List.of(last)).answer();
    assertFalse(last.answer().isDone());
    commit.end();
    assertEquals(UNAVAILABLE, AnswerWords.of(last));
    commit.close();
  }

  @Test
  void aQuestionThatWaitsIsAskedOnceItMay() throws Exception {
    var due = new LinkedBlockingQueue<Integer>();
    ReplicatedCommit commit =
        one.process(new WaitingOrders(Duration.ofMillis(30), () -> due.add(1)));
    commit.carryOut(List.of(MadeUpBatches.look(1))).answer();
    Order.Look second = MadeUpBatches.look(1);
    commit.carryOut(List.of(second)).answer();
    while (!second.answer().isDone()) {
      due.take();
      commit.carryOut(List.of(new Order.Follow(0))).answer();
    }
    assertEquals("0 batches, 2 missing", AnswerWords.of(second));
    commit.close();
  }
}
