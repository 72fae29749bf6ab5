package loteria.worker.session;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.row.AgencyId;
import loteria.ledger.AgencySession;
import loteria.ledger.Ledger;
import org.jspecify.annotations.Nullable;

/**
 * Stores batches until the intake closes by itself. Each that comes later asks the ledger first to
 * record the closing, until that is known to be recorded: so it is behind it in the log, whatever
 * the supervisor and the other workers do meanwhile. Safe for use by several threads.
 */
public final class IntakeEnd {
  private final Ledger ledger;
  private final @Nullable Instant at;
  private final InstantSource clock;
  private volatile boolean isRecorded;

  /**
   * @param at when it closes; null where it does not by itself
   * @param clock the time of day
   */
  public IntakeEnd(Ledger ledger, @Nullable Instant at, InstantSource clock) {
    this.ledger = ledger;
    this.at = at;
    this.clock = clock;
  }

  /** Has the ledger store a batch, if the intake has not closed. */
  CompletableFuture<Reply> append(AgencySession session, AgencyId agency, Request.Batch batch) {
    if (at != null && !isRecorded && !clock.instant().isBefore(at)) {
      var _ = ledger.advance(DrawStage.CLOSED).thenAccept(stage -> isRecorded = stage.closed());
    }
    return ledger.append(session, agency, batch);
  }
}
