package loteria.ledger.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import loteria.ipc.message.Reply;
import loteria.ipc.row.AgencyId;
import loteria.ledger.AgencySession;
import org.jspecify.annotations.Nullable;

/**
 * What has come of the orders of one turn of a shared ledger: each has a twin in the message that
 * was appended, which was decided when that was read back. Used by the ledger's thread.
 */
final class FollowOutcome implements CommitEngine.Outcome {
  private final AskedOrders asked;
  private final List<AgencyId> finished = new ArrayList<>();
  private final List<Runnable> answers = new ArrayList<>();
  private @Nullable List<Order> twins;
  private int batches;
  private int bets;

  FollowOutcome(AskedOrders asked) {
    this.asked = asked;
  }

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
   */
  void decided(Decisions decisions) throws IOException {
    for (int i = 0; i < asked.proposals().size(); i++) {
      Order order = asked.proposals().get(i);
      if (twins == null) {
        decisions.decideAgain(order);
      } else {
        Order twin = twins.get(i);
        answers.add(() -> answer(order, twin));
      }
    }
    for (Order order : asked.questions()) {
      decisions.decide(order);
    }
    finished.addAll(decisions.finished());
    answers.add(decisions::answer);
    answerOthers();
  }

  /** Nothing could be decided: answers what has not been with that. */
  void deny(Reply.Failure failure, IOException why) {
    for (int i = 0; i < asked.proposals().size(); i++) {
      Order order = asked.proposals().get(i);
      if (twins == null) {
        AskedOrders.failed(order, failure);
        Denial.add(answers, order, failure, why);
      } else {
        Order twin = twins.get(i);
        answers.add(() -> answer(order, twin));
      }
    }
    for (Order order : asked.questions()) {
      AskedOrders.failed(order, failure);
      Denial.add(answers, order, failure, why);
    }
    answerOthers();
  }

  /** What does not depend on the log. */
  private void answerOthers() {
    for (Order.Append append : asked.repeats()) {
      var ack = new Reply.Ack(append.batch().id(), append.batch().rows());
      answers.add(() -> append.answer().complete(ack));
    }
    for (Order order : asked.refused()) {
      AgencySession session = Objects.requireNonNull(AskedOrders.session(order));
      Reply.Failure failure = Objects.requireNonNull(session.failure());
      Denial.add(answers, order, failure, new IOException(failure.text()));
    }
  }

  private void answer(Order order, Order twin) {
    if (order instanceof Order.Append append && twin instanceof Order.Append decided) {
      append.answer().complete(append.session().decided(decided.answer().join()));
    } else if (order instanceof Order.Finish finish && twin instanceof Order.Finish decided) {
      finish.answer().complete(finish.session().decided(decided.answer().join()));
    } else if (order instanceof Order.Open open && twin instanceof Order.Open decided) {
      open.answer().complete(open.session().decided(decided.answer().join()));
    } else if (order instanceof Order.Close close && twin instanceof Order.Close decided) {
      close.answer().complete(decided.answer().join());
    } else if (order instanceof Order.RecordDraw draw && twin instanceof Order.RecordDraw decided) {
      draw.answer().complete(decided.answer().join());
    } else {
      throw new IllegalStateException("another order came back than was appended");
    }
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
