package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import loteria.ipc.message.Request;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ledger.AgencySession;
import loteria.ledger.state.LedgerState;
import org.jspecify.annotations.Nullable;

/**
 * What agencies ask of one ledger after another, which has what they asked before: sessions, new
 * batches and old ones again, sessions that were left behind, the end of an agency and the draw.
 * Knows what has been acknowledged. Used by one thread.
 */
final class RandomHistory {
  static final int AGENCIES = 4;

  private final Random random;
  private final Map<String, Integer> seen;
  private final Agency[] agencies = new Agency[AGENCIES + 1];
  private boolean isDrawn;

  /** An agency, and what it knows. */
  private static final class Agency {
    long acknowledged;
    boolean isEnded;
    @Nullable Long session;

    /** Sessions that were left behind, in whichever run they were. */
    final List<Long> left = new ArrayList<>();
  }

  /** A ledger, as long as one run of it lasts. */
  interface Served {
    /** Carries out a turn, and gives the answers. */
    void carryOut(List<Order> orders) throws IOException;

    /** The epoch of a session that begins now. */
    long newEpoch();
  }

  RandomHistory(Random random, Map<String, Integer> seen) {
    this.random = random;
    this.seen = seen;
    for (int agency = 1; agency <= AGENCIES; agency++) {
      agencies[agency] = new Agency();
    }
  }

  /** A server begins: no session is left of those before. */
  void nextRun() {
    for (int agency = 1; agency <= AGENCIES; agency++) {
      leave(agencies[agency]);
    }
  }

  private static void leave(Agency agency) {
    Long session = agency.session;
    if (session != null) {
      agency.left.add(session);
      agency.session = null;
    }
  }

  /** The sessions of the ledger that was imported have other numbers in the one that was made. */
  void imported(LedgerState made) {
    nextRun();
    for (int agency = 1; agency <= AGENCIES; agency++) {
      List<Long> left = agencies[agency].left;
      long newest = made.of(agency).epoch();
      assertEquals(left.isEmpty(), newest == 0, () -> "session " + newest);
      left.clear();
      for (long epoch = newest; epoch > (long) LedgerImport.RUN << Integer.SIZE; epoch--) {
        left.add(epoch);
      }
    }
  }

  /**
   * Some turns.
   *
   * @param ends whether agencies may end, and the draw be made
   */
  void go(Served ledger, int turns, boolean ends) throws IOException {
    for (int i = 0; i < turns; i++) {
      for (int agency = 1; agency <= AGENCIES; agency++) {
        if (random.nextInt(2) == 0) {
          ask(ledger, agency, ends);
        }
      }
      if (ends && allEnded() && random.nextInt(2) == 0) {
        Order.RecordDraw draw = MadeUpBatches.draw(new DrawRecord(7574, 0, 0));
        ledger.carryOut(List.of(draw));
        assertEquals(new DrawRecord(7574, 0, 0), draw.answer().join());
        isDrawn = true;
        saw("drawn");
      }
    }
  }

  boolean allEnded() {
    for (int agency = 1; agency <= AGENCIES; agency++) {
      if (!agencies[agency].isEnded) {
        return false;
      }
    }
    return true;
  }

  private void saw(String what) {
    seen.merge(what, 1, Integer::sum);
  }

  private void ask(Served ledger, int number, boolean ends) throws IOException {
    Agency agency = agencies[number];
    if (agency.session == null || random.nextInt(4) == 0) {
      begin(ledger, number);
    }
    if (agency.acknowledged > 0 && random.nextInt(3) == 0) {
      repeat(ledger, number);
    }
    if (!agency.left.isEmpty() && random.nextInt(3) == 0) {
      askForLeftSession(ledger, number);
    }
    send(ledger, number);
    if (ends && random.nextInt(2) == 0) {
      end(ledger, number);
    }
  }

  private void begin(Served ledger, int number) throws IOException {
    Agency agency = agencies[number];
    leave(agency);
    long epoch = ledger.newEpoch();
    var open = MadeUpBatches.open(new AgencySession(epoch), number);
    ledger.carryOut(List.of(open));
    String answer = AnswerWords.of(open);
    String due = "ADMITTED " + agency.acknowledged + " batches";
    assertTrue(answer.startsWith(due), () -> answer + ", and not " + due);
    assertEquals(agency.isEnded, answer.endsWith("finished"), answer);
    agency.session = epoch;
    saw(agency.isEnded ? "welcome back" : "welcome");
  }

  private static Order.Append append(long epoch, int agency, Request.Batch batch) {
    return MadeUpBatches.append(new AgencySession(epoch), agency, batch);
  }

  private long session(int agency) {
    Long session = agencies[agency].session;
    assertTrue(session != null, "no session of agency " + agency);
    return session == null ? 0 : session;
  }

  /** An old batch again, because its ACK was lost; or another one with its id. */
  private void repeat(Served ledger, int number) throws IOException {
    long id = 1 + random.nextLong(agencies[number].acknowledged);
    var again = append(session(number), number, MadeUpBatches.batch(number, id));
    ledger.carryOut(List.of(again));
    assertEquals(AnswerWords.ACK, AnswerWords.of(again), () -> "batch " + id + " again");
    var other = append(session(number), number, MadeUpBatches.batch(number, id, 70, 3));
    ledger.carryOut(List.of(other));
    assertEquals("CONTENT_CHANGED", AnswerWords.of(other));
    saw("repeat");
  }

  /** The next batch, from a session that a newer one has replaced. */
  private void askForLeftSession(Served ledger, int number) throws IOException {
    Agency agency = agencies[number];
    long left = agency.left.get(random.nextInt(agency.left.size()));
    var late = append(left, number, MadeUpBatches.batch(number, agency.acknowledged + 1));
    ledger.carryOut(List.of(late));
    String answer = AnswerWords.of(late);
    boolean isRefused =
        answer.equals("SUPERSEDED")
            || (agency.isEnded && answer.equals("AGENCY_FINISHED"))
            || (isDrawn && answer.equals("DRAWN"));
    assertTrue(isRefused, answer);
    saw("left behind");
  }

  private void send(Served ledger, int number) throws IOException {
    Agency agency = agencies[number];
    List<Order> orders = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 1; i <= count; i++) {
      orders.add(
          append(session(number), number, MadeUpBatches.batch(number, agency.acknowledged + i)));
    }
    ledger.carryOut(orders);
    for (Order order : orders) {
      String answer = AnswerWords.of(order);
      if (isDrawn || agency.isEnded) {
        assertTrue(answer.equals("DRAWN") || answer.equals("AGENCY_FINISHED"), answer);
      } else {
        assertEquals(AnswerWords.ACK, answer);
        agency.acknowledged++;
      }
    }
  }

  private void end(Served ledger, int number) throws IOException {
    Agency agency = agencies[number];
    long bets = 0;
    for (long id = 1; id <= agency.acknowledged; id++) {
      bets += MadeUpBatches.batch(number, id).rows();
    }
    boolean isClosed = !agency.isEnded && random.nextInt(3) == 0;
    Order end =
        isClosed
            ? MadeUpBatches.close(number)
            : MadeUpBatches.finish(
                new AgencySession(session(number)), number, agency.acknowledged, bets);
    ledger.carryOut(List.of(end));
    assertTrue(AnswerWords.of(end).startsWith("FINISHED"), () -> AnswerWords.of(end));
    agency.isEnded = true;
    saw(isClosed ? "closed" : "finished");
  }
}
