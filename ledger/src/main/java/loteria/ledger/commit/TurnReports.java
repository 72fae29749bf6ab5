package loteria.ledger.commit;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.row.AgencyId;
import loteria.ledger.Ledger;
import loteria.ledger.LedgerSnapshot;
import loteria.ledger.state.AgencyTotals;

/**
 * Reports what turns bring: counts what they store, and says to the ledger's {@link Ledger.Events}
 * what the log did not have when it was opened, each step once. Used by the ledger's thread, except
 * where a method says otherwise.
 */
final class TurnReports {
  private final CommitEngine commit;
  private final Ledger.Events events;
  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong bets = new AtomicLong();
  private final AtomicBoolean failed = new AtomicBoolean();

  /** Whether the draw, if there is one, has been reported. */
  private boolean isDrawKnown;

  /** How many of its steps have been. */
  private int stepsKnown;

  /**
   * @param commit open; what its log has by now is not reported
   */
  TurnReports(CommitEngine commit, Ledger.Events events) {
    this.commit = commit;
    this.events = events;
    this.isDrawKnown = commit.state().draw() != null;
    this.stepsKnown = commit.state().stage().steps();
  }

  /** A turn is durable, and none of its answers given yet. */
  void turn(CommitEngine.Outcome outcome) {
    batches.addAndGet(outcome.batches());
    bets.addAndGet(outcome.bets());
    for (AgencyId agency : outcome.finished()) {
      AgencyTotals of = commit.state().of(agency.number());
      events.finished(
          new LedgerSnapshot.Totals(agency.number(), of.batches(), of.bets()),
          commit.state().end());
    }
    reportDraw();
  }

  private void reportDraw() {
    DrawStage stage = commit.state().stage();
    if (stage.steps() > stepsKnown) {
      stepsKnown = stage.steps();
      events.reached(stage, commit.state().end());
    }
    DrawRecord draw = isDrawKnown ? null : commit.state().draw();
    if (draw != null) {
      isDrawKnown = true;
      events.drawn(draw, commit.state().end());
    }
  }

  /** The ledger has ended; reported once. Any thread may call it. */
  void failed(Throwable failure) {
    if (failed.compareAndSet(false, true)) {
      events.failed(failure);
    }
  }

  /** How many batches all turns have stored. Any thread may ask. */
  long batches() {
    return batches.get();
  }

  /** How many bets they have. Any thread may ask. */
  long bets() {
    return bets.get();
  }
}
