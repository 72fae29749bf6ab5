package loteria.worker.serve;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import loteria.ipc.bet.AgencyId;
import loteria.ipc.wire.Reply;

/** The winners, once there are any to tell, for whoever waits. Safe for use by several threads. */
public final class Results {
  private final CompletableFuture<Map<Integer, List<String>>> winners = new CompletableFuture<>();

  /** The draw has been made. Later calls change nothing. */
  public void drawn(Map<Integer, List<String>> winnersByAgency) {
    winners.complete(winnersByAgency);
  }

  /** Whether the winners are known. */
  public boolean isDrawn() {
    return winners.isDone() && !winners.isCompletedExceptionally();
  }

  /** The agency's winners, once they are known. */
  CompletableFuture<Reply> of(AgencyId agency) {
    return winners.thenApply(
        byAgency -> new Reply.Winners(byAgency.getOrDefault(agency.number(), List.of())));
  }

  /** This worker will not live to tell: whoever waits must ask another. */
  void abandon() {
    winners.completeExceptionally(new SessionMovedException());
  }
}
