package loteria.ledger.commit;

import java.util.concurrent.CompletableFuture;
import loteria.ipc.bet.AgencyId;
import loteria.ipc.bet.RowDigest;
import loteria.ipc.wire.Coordination.DrawRecord;
import loteria.ipc.wire.Reply;
import loteria.ipc.wire.Request;
import loteria.ledger.Admission;
import loteria.ledger.AgencySession;
import loteria.ledger.LedgerSnapshot;
import loteria.ledger.Standing;
import org.jspecify.annotations.Nullable;

/** Something asked of the ledger, to be answered once what the answer says is on disk. */
sealed interface Order {
  /** When it was queued, as {@link System#nanoTime}. */
  long sinceNanos();

  /** A session begins: it becomes its agency's newest, unless a newer one has begun before. */
  record Open(
      AgencySession session,
      AgencyId agency,
      CompletableFuture<Admission> admission,
      long sinceNanos)
      implements Order {}

  /** Store a batch; {@code digest} is that of its rows. */
  record Append(
      AgencySession session,
      AgencyId agency,
      Request.Batch batch,
      RowDigest digest,
      CompletableFuture<Reply> reply,
      long sinceNanos)
      implements Order {}

  /** The agency has finished; {@code totals} is null where it does not say how much it sent. */
  record Finish(
      AgencySession session,
      AgencyId agency,
      Request.@Nullable Finish totals,
      CompletableFuture<Reply> reply,
      long sinceNanos)
      implements Order {}

  /** The agency is gone for good, an operator says: it has finished with what is stored. */
  record Close(AgencyId agency, CompletableFuture<Reply> reply, long sinceNanos) implements Order {}

  /** How far has the agency come? */
  record Look(AgencyId agency, CompletableFuture<Standing> standing, long sinceNanos)
      implements Order {}

  /** Is this very batch stored? */
  record Compare(
      AgencyId agency,
      Request.Batch batch,
      RowDigest digest,
      CompletableFuture<Boolean> same,
      long sinceNanos)
      implements Order {}

  /** The draw has been made. */
  record RecordDraw(DrawRecord draw, CompletableFuture<DrawRecord> recorded, long sinceNanos)
      implements Order {}

  /** The rows that were in bets.csv at a position of the log are on disk there. */
  record NoteView(long position, long bytes, long sinceNanos) implements Order {}

  /** What have all turns so far left? Takes no turn. */
  record Snapshot(CompletableFuture<LedgerSnapshot> snapshot, long sinceNanos) implements Order {}

  /** Nothing comes after it. */
  record Last(long sinceNanos) implements Order {}
}
