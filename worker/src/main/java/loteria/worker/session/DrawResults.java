package loteria.worker.session;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import loteria.ipc.message.Reply;
import loteria.ipc.row.AgencyId;
import loteria.worker.draw.Winners;
import org.jspecify.annotations.Nullable;

/**
 * The winners, once the draw is made, for every session that waits. A session whose answer is
 * cancelled waits no more. Safe for use by several threads.
 */
public final class DrawResults {
  /** Guarded by this, as is all below. */
  private final Set<Waiting> waiting = new HashSet<>();

  private @Nullable Winners winners;
  private boolean abandoned;

  /** An answer that waits for the winners of an agency; equal to itself alone. */
  private static final class Waiting {
    private final AgencyId agency;
    private final CompletableFuture<Reply> answer;

    Waiting(AgencyId agency, CompletableFuture<Reply> answer) {
      this.agency = agency;
      this.answer = answer;
    }

    void tell(Winners winners) {
      try {
        answer.complete(new Reply.Winners(winners.of(agency.number())));
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }

    void abandon() {
      answer.completeExceptionally(new SessionMovedException());
    }
  }

  /** The draw has been made. Later calls change nothing. */
  public void drawn(Winners drawn) {
    List<Waiting> answered;
    synchronized (this) {
      if (winners != null || abandoned) {
        return;
      }
      winners = drawn;
      answered = takeWaiting();
    }
    answered.forEach(one -> one.tell(drawn));
  }

  /** Whether the winners are known. */
  public synchronized boolean isDrawn() {
    return winners != null;
  }

  /** The agency's winners, once they are known. */
  CompletableFuture<Reply> of(AgencyId agency) {
    var answer = new CompletableFuture<Reply>();
    tell(agency, answer);
    return answer;
  }

  /** Completes an answer with the agency's winners, once they are known. */
  void tell(AgencyId agency, CompletableFuture<Reply> answer) {
    var one = new Waiting(agency, answer);
    Winners known;
    boolean waits;
    synchronized (this) {
      known = winners;
      waits = known == null && !abandoned;
      if (waits) {
        waiting.add(one);
      }
    }
    if (waits) {
      var _ = answer.whenComplete((_, _) -> forget(one));
    } else if (known != null) {
      one.tell(known);
    } else {
      one.abandon();
    }
  }

  /** This worker ends before the draw: each session that waits must ask another worker. */
  void abandon() {
    List<Waiting> left;
    synchronized (this) {
      abandoned = true;
      left = takeWaiting();
    }
    left.forEach(Waiting::abandon);
  }

  /** How many wait. */
  synchronized int waiting() {
    return waiting.size();
  }

  private synchronized void forget(Waiting one) {
    waiting.remove(one);
  }

  private synchronized List<Waiting> takeWaiting() {
    List<Waiting> taken = List.copyOf(waiting);
    waiting.clear();
    return taken;
  }
}
