package loteria.ledger.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import loteria.ipc.message.Reply;
import loteria.ipc.row.AgencyId;
import loteria.ledger.Admission;
import loteria.ledger.AgencySession;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What has come of the orders of one turn of a shared ledger: each has a twin in the message that
 * was appended, which was decided when that was read back. Used by the ledger's thread.
 */
final class FollowOutcome implements CommitEngine.Outcome {
  private final List<AgencyId> finished = new ArrayList<>();
  private final List<Runnable> answers = new ArrayList<>();
  private @Nullable List<Order> twins;
  private List<Order> left = List.of();
  private int batches;
  private int bets;

  /**
   * Messages have been taken in.
   *
   * @param found agencies that have finished
   * @param turn in which they were; the own message may have been one of them
   */
  void took(List<AgencyId> found, FollowTurn turn) {
    finished.addAll(found);
    if (turn.own() != null) {
      twins = turn.own();
      batches += turn.ownBatches();
      bets += turn.ownBets();
    }
  }

  /**
   * All is taken in. Where another process of this server has recorded the own message, what it
   * decided is found again.
   *
   * @param decisions by the copy as it is now
   * @param state the copy as it is now
   */
  void decided(AskedOrders asked, Decisions decisions, LedgerState state) throws IOException {
    for (int i = 0; i < asked.proposals().size(); i++) {
      answerRepeats(asked, i);
      Order order = asked.proposals().get(i);
      if (twins == null) {
        decisions.decideAgain(order);
      } else {
        decided(order, twins.get(i));
      }
    }
    answerRepeats(asked, asked.proposals().size());
    left = decideDoubtful(asked.doubtful(), decisions, state);
    for (Order order : asked.questions()) {
      if (left.isEmpty()) {
        decisions.decide(order);
      } else {
        // They may have been asked behind it.
        left.add(order);
      }
    }
    finished.addAll(decisions.finished());
    answers.add(decisions::answer);
    answerRefused(asked);
  }

  /** Decides what fails or is stored; gives what may count after all, which is to be appended. */
  private static List<Order> decideDoubtful(
      List<Order.OfSession> doubtful, Decisions decisions, LedgerState state) throws IOException {
    List<Order> left = new ArrayList<>();
    Set<AgencySession> sessions = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Order.OfSession order : doubtful) {
      boolean isDecided =
          order.session().failure() != null
              || (order instanceof Order.Append append
                  && !sessions.contains(append.session())
                  && !(SessionRule.judge(append, state) instanceof Verdict.Counts));
      if (isDecided) {
        decisions.decideAgain(order);
      } else {
        sessions.add(order.session());
        left.add(order);
      }
    }
    return left;
  }

  /** What is still to be decided, in another turn. */
  List<Order> left() {
    return left;
  }

  /** Takes over what has come of others. */
  void add(FollowOutcome later) {
    finished.addAll(later.finished);
    answers.addAll(later.answers);
    batches += later.batches;
    bets += later.bets;
  }

  /** Nothing could be decided: answers what has not been with that. */
  void deny(AskedOrders asked, Reply.Failure failure, IOException why) {
    for (int i = 0; i < asked.proposals().size(); i++) {
      answerRepeats(asked, i);
      Order order = asked.proposals().get(i);
      if (twins == null) {
        AskedOrders.failed(order, failure);
        Denial.add(answers, order, failure, why);
      } else {
        decided(order, twins.get(i));
      }
    }
    answerRepeats(asked, asked.proposals().size());
    for (Order order : asked.questions()) {
      AskedOrders.failed(order, failure);
      Denial.add(answers, order, failure, why);
    }
    for (Order.OfSession order : asked.doubtful()) {
      AskedOrders.failed(order, failure);
      Denial.add(answers, order, failure, why);
    }
    answerRefused(asked);
  }

  /** Answers batches that are stored, which are asked behind so many proposals. */
  private void answerRepeats(AskedOrders asked, int before) {
    for (AskedOrders.Repeat repeat : asked.repeats()) {
      if (repeat.before() == before) {
        Order.Append append = repeat.order();
        Reply.Failure failure = append.session().failure();
        Reply reply =
            failure == null ? new Reply.Ack(append.batch().id(), append.batch().rows()) : failure;
        answers.add(() -> append.answer().complete(reply));
      }
    }
  }

  private void answerRefused(AskedOrders asked) {
    for (Order order : asked.refused()) {
      AgencySession session = Objects.requireNonNull(AskedOrders.session(order));
      Reply.Failure failure = Objects.requireNonNull(session.failure());
      Denial.add(answers, order, failure, new IOException(failure.text()));
    }
  }

  /** Its session knows at once whether it failed: more of what it asks may be in this turn. */
  private void decided(Order order, Order twin) {
    if (order instanceof Order.Open open && twin instanceof Order.Open decided) {
      Admission admission = open.session().decided(decided.answer().join());
      answers.add(() -> open.answer().complete(admission));
    } else if (order instanceof Order.Update update && twin instanceof Order.Update decided) {
      AgencySession session = AskedOrders.session(order);
      Reply reply = decided.answer().join();
      Reply answer = session == null ? reply : session.decided(reply);
      answers.add(() -> update.answer().complete(answer));
    } else if (order instanceof Order.RecordDraw draw && twin instanceof Order.RecordDraw decided) {
      answers.add(() -> passOn(decided.answer(), draw.answer()));
    } else if (order instanceof Order.Advance step && twin instanceof Order.Advance decided) {
      answers.add(() -> passOn(decided.answer(), step.answer()));
    } else {
      throw new IllegalStateException("another order came back than was appended");
    }
  }

  private static <T> void passOn(PendingAnswer<T> decided, PendingAnswer<T> answer) {
    var _ =
        decided.whenComplete(
            (value, why) -> {
              if (why == null) {
                answer.complete(value);
              } else {
                answer.completeExceptionally(why);
              }
            });
  }

  @Override
  public List<AgencyId> finished() {
    return finished;
  }

  @Override
  public int batches() {
    return batches;
  }

  @Override
  public int bets() {
    return bets;
  }

  @Override
  public void answer() {
    answers.forEach(Runnable::run);
  }
}
