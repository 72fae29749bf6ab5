package loteria.worker.serve;

import java.util.concurrent.CompletableFuture;
import loteria.ipc.bet.AgencyId;
import loteria.ipc.wire.Reply;
import loteria.worker.draw.Winners;

/** The winners, once there are any to tell, for whoever waits. Safe for use by several threads. */
public final class Results {
  private final CompletableFuture<Winners> drawn = new CompletableFuture<>();

  /** The draw has been made. Later calls change nothing. */
  public void drawn(Winners winners) {
    drawn.complete(winners);
  }

  /** Whether the winners are known. */
  public boolean isDrawn() {
    return drawn.isDone() && !drawn.isCompletedExceptionally();
  }

  /** The agency's winners, once they are known. */
  CompletableFuture<Reply> of(AgencyId agency) {
    return drawn.thenApply(winners -> new Reply.Winners(winners.of(agency.number())));
  }

  /** This worker will not live to tell: whoever waits must ask another. */
  void abandon() {
    drawn.completeExceptionally(new SessionMovedException());
  }
}
