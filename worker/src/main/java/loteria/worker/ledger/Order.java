package loteria.worker.ledger;

import java.util.concurrent.CompletableFuture;
import loteria.ipc.bet.AgencyId;
import loteria.ipc.bet.RowDigest;
import loteria.ipc.wire.Coordination.DrawRecord;
import loteria.ipc.wire.Reply;
import loteria.ipc.wire.Request;
import org.jspecify.annotations.Nullable;

/** Something asked of the ledger, to be answered once what the answer says is on disk. */
sealed interface Order {
  /** A session begins: it becomes its agency's newest, unless a newer one has begun before. */
  record Open(AgencySession session, AgencyId agency, CompletableFuture<Admission> admission)
      implements Order {}

  /** Store a batch; {@code digest} is that of its rows. */
  record Append(
      AgencySession session,
      AgencyId agency,
      Request.Batch batch,
      RowDigest digest,
      CompletableFuture<Reply> reply)
      implements Order {}

  /** The agency has finished; {@code totals} is null where it does not say how much it sent. */
  record Finish(
      AgencySession session,
      AgencyId agency,
      Request.@Nullable Finish totals,
      CompletableFuture<Reply> reply)
      implements Order {}

  /** The agency is gone for good, an operator says: it has finished with what is stored. */
  record Close(AgencyId agency, CompletableFuture<Reply> reply) implements Order {}

  /** How far has the agency come? */
  record Look(AgencyId agency, CompletableFuture<Standing> standing) implements Order {}

  /** Is this very batch stored? */
  record Compare(
      AgencyId agency, Request.Batch batch, RowDigest digest, CompletableFuture<Boolean> same)
      implements Order {}

  /** The draw has been made. */
  record RecordDraw(DrawRecord draw, CompletableFuture<DrawRecord> recorded) implements Order {}
}
