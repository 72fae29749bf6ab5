package loteria.ledger;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.row.AgencyId;
import org.jspecify.annotations.Nullable;

/** The bets on disk, as one process has them. Any thread may ask. An answer means: on disk. */
public interface Ledger extends AutoCloseable {
  /** What the ledger reports, on threads of its own. */
  interface Events {
    /**
     * An agency has finished, and that is on disk. May be reported more than once.
     *
     * @param stored all that it ever will have stored
     * @param end the log's end: that is before it
     */
    void finished(LedgerSnapshot.Totals stored, long end);

    /**
     * The log has a draw that it did not have when it was opened. Reported once.
     *
     * @param end the log's end: all bets are before it
     */
    default void drawn(DrawRecord draw, long end) {}

    /**
     * The log says that the draw has come further than when it was opened, or than was reported.
     *
     * @param end the log's end: if the intake has closed, all bets are before it
     */
    default void reached(DrawStage stage, long end) {}

    /**
     * The ledger has ended: nothing in hand will be answered, and nothing must be tried again.
     * Reported once.
     *
     * @param failure an {@link IOException} when the disk failed, else a defect of this program
     */
    void failed(Throwable failure);
  }

  /** What the log said when it was opened. */
  WorkerMessage.LogSummary recovered();

  /** The agencies that an operator had closed when the log was opened. */
  List<Integer> closed();

  /** How many agencies take part. */
  int agencies();

  /** Whether an agency takes part. */
  default boolean knows(int agency) {
    return agency >= 1 && agency <= agencies();
  }

  /**
   * Begins a session of an agency. From then on its older sessions store nothing.
   *
   * @return how far the agency has come, or why the session cannot begin
   */
  CompletableFuture<Admission> begin(AgencySession session, AgencyId agency);

  /**
   * Stores a batch whose rows have been checked.
   *
   * @param session the one that sent it
   * @return ACK once it is on disk, or why it cannot be stored
   */
  CompletableFuture<Reply> append(AgencySession session, AgencyId agency, Request.Batch batch);

  /** Whether this very batch is stored, its rows and its number. */
  CompletableFuture<Boolean> isStored(AgencyId agency, Request.Batch batch);

  /**
   * Marks an agency finished.
   *
   * @param session the session that asks
   * @param totals what the agency counts; null where it does not say
   */
  CompletableFuture<Reply> finish(
      AgencySession session, AgencyId agency, Request.@Nullable Finish totals);

  /** Marks an agency finished that is gone for good, with what is stored. */
  CompletableFuture<Reply> closeAgency(AgencyId agency);

  /** How far an agency has come, as all processes together know, and on disk. */
  CompletableFuture<Standing> standing(AgencyId agency);

  /**
   * Records the steps of the draw up to a stage: those that are not recorded yet, by anybody.
   *
   * @return the stage that the log has, which may be a further one, or have another number; fails
   *     while there is no room for it on the disk
   */
  CompletableFuture<DrawStage> advance(DrawStage target);

  /**
   * Records the draw, unless there is one.
   *
   * @return the draw that the log has; fails while there is no room for it on the disk
   */
  CompletableFuture<DrawRecord> recordDraw(DrawRecord draw);

  /**
   * What this process knows that is new since the last snapshot, and what it has done. Costs no
   * turn: what others have stored since its last one is not in it.
   */
  CompletableFuture<LedgerSnapshot> snapshot();

  /** How far a copy of a replicated log is; null where the files are all there is. */
  default WorkerMessage.@Nullable Followed followed() {
    return null;
  }

  /** Batches stored by this process. */
  long batches();

  /** Bets stored by this process. */
  long bets();

  /** How long the oldest order in hand has waited, in nanoseconds. */
  long oldestWaitNanos(long nowNanos);

  /** Carries out what is in hand, then closes the files. */
  @Override
  void close() throws IOException;
}
