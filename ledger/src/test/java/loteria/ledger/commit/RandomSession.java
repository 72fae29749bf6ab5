package loteria.ledger.commit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import loteria.ipc.message.Request;
import loteria.ledger.AgencySession;
import org.jspecify.annotations.Nullable;

/**
 * A connection of an agency to one of several servers, as unfriendly as the protocol permits: it
 * sends without waiting, again, in other pieces, with gaps, late, and is moved from one process of
 * its server to another.
 */
final class RandomSession {
  private final Random random;
  private final ReferenceFold stored;
  private final int server;
  private final int agency;
  private final boolean isText;
  private final long epoch;

  /** Which rows it sends: other sessions of its agency send others under the same ids. */
  private final int cut;

  private final Deque<Asked> unanswered = new ArrayDeque<>();
  private AgencySession session;
  private int process;
  private long next;
  private boolean isBegun;
  private boolean isMoved;
  private boolean isOver;

  /** What it was answered first that ends it; what is on its way behind that must not count. */
  private @Nullable String error;

  /** Something asked, to be asked again at another process. */
  private static final class Asked {
    final Function<AgencySession, Order> maker;
    Order order;

    Asked(Function<AgencySession, Order> maker, AgencySession session) {
      this.maker = maker;
      this.order = maker.apply(session);
    }

    void again(AgencySession session) {
      order = maker.apply(session);
    }
  }

  /**
   * @param stored what is stored, which it knows more or less
   */
  RandomSession(
      Random random, ReferenceFold stored, int server, int process, int agency, long epoch) {
    this.random = random;
    this.stored = stored;
    this.server = server;
    this.process = process;
    this.agency = agency;
    this.epoch = epoch;
    this.isText = random.nextInt(3) == 0;
    this.cut = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0;
    this.session = new AgencySession(epoch, !isText);
    this.next = stored.batches(agency) + 1L;
  }

  boolean isAt(int ofServer, int ofProcess) {
    return server == ofServer && process == ofProcess && !isOver;
  }

  boolean isAt(int ofServer) {
    return server == ofServer && !isOver;
  }

  boolean isOver() {
    return isOver;
  }

  boolean isOf(int ofAgency) {
    return agency == ofAgency;
  }

  boolean isText() {
    return isText;
  }

  long epoch() {
    return epoch;
  }

  /** Whether it is at another server, or was accepted later. */
  boolean isNextAfter(RandomSession other) {
    return epoch > other.epoch || epoch >>> Integer.SIZE != other.epoch >>> Integer.SIZE;
  }

  /** It has an error; null where it has none. Once it knows it sends nothing more. */
  @Nullable String error() {
    return error;
  }

  /**
   * It was answered.
   *
   * @param first the first error; null where there is none
   */
  void answered(@Nullable String first) {
    isOver = error != null;
    error = first;
  }

  /** Its agency has gone, or its server. */
  void end() {
    isOver = true;
  }

  /** Its process is dead: another continues with it, unless it has ended. */
  void move(int toProcess) {
    isOver |= error != null;
    process = toProcess;
    isMoved = true;
    session = new AgencySession(epoch, !isText);
  }

  /** What it asks in a turn. */
  List<Order> ask(boolean mayFinish) {
    if (isMoved) {
      unanswered.forEach(asked -> asked.again(session));
      isMoved = false;
    }
    if (!isBegun && !isText) {
      asks(its -> MadeUpBatches.open(its, agency));
    }
    boolean waits = !isBegun && !isText && random.nextBoolean();
    isBegun = true;
    for (int i = random.nextInt(3); i > 0 && !waits; i--) {
      askSomething(mayFinish);
    }
    return unanswered.stream().map(asked -> asked.order).toList();
  }

  private void asks(Function<AgencySession, Order> maker) {
    unanswered.add(new Asked(maker, session));
  }

  private void askSomething(boolean mayFinish) {
    int of = isText && random.nextInt(4) == 0 ? 1 + random.nextInt(RandomServers.AGENCIES) : agency;
    int known = stored.batches(of);
    switch (random.nextInt(40)) {
      case 0, 1, 2 -> asks(of, 1 + random.nextInt(known + 1), 0);
      case 3 -> asks(of, 1 + random.nextInt(known + 1), 4);
      case 4 -> asks(of, known + 2 + random.nextInt(2), cut);
      case 5 -> asks(of, 0, cut);
      case 6, 7 -> next = known + 1L;
      case 8, 9, 10, 11, 12, 13 -> {
        if (mayFinish) {
          finish(of);
        }
      }
      default -> asks(of, of == agency ? next++ : known + 1, cut);
    }
  }

  private void asks(int of, long id, int ofCut) {
    Request.Batch batch = batch(of, id, ofCut);
    asks(its -> MadeUpBatches.append(its, of, batch));
  }

  /** The rows that any session of an agency sends under an id, in one of several cuts. */
  static Request.Batch batch(int agency, long id, int cut) {
    int rows = new Random(agency * 1_000_003L + id * 31 + cut).nextInt(4);
    return id % 7 == 0
        ? MadeUpBatches.batch(agency, id, 60, 90 + cut)
        : MadeUpBatches.batch(agency, id, rows + (cut == 4 ? 1 : 0), 1 + cut);
  }

  private void finish(int of) {
    Request.Finish right = stored.totals(of);
    Request.Finish totals =
        switch (random.nextInt(4)) {
          case 0 -> new Request.Finish(right.batches() + 1, right.bets(), right.digest());
          case 1 -> new Request.Finish(right.batches(), right.bets(), right.digest() ^ 1);
          default -> right;
        };
    asks(its -> isText ? MadeUpBatches.finish(its, of) : MadeUpBatches.finish(its, of, totals));
  }

  /**
   * Its orders have been answered.
   *
   * @return its orders, in order
   */
  List<Order> answered() {
    List<Order> orders = new ArrayList<>();
    for (Asked asked : unanswered) {
      orders.add(asked.order);
    }
    unanswered.clear();
    return orders;
  }

  /** It has its WELCOME. */
  void welcomed(long lastBatch) {
    next = random.nextInt(3) == 0 ? next : lastBatch + 1;
  }

  @Override
  public String toString() {
    return "%s session %x of agency %d".formatted(isText ? "text" : "native", epoch, agency);
  }
}
