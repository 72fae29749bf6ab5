package loteria.ledger.commit;

import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowDigest;
import loteria.ledger.Admission;
import loteria.ledger.AgencySession;
import loteria.ledger.LedgerSnapshot;
import loteria.ledger.Standing;
import org.jspecify.annotations.Nullable;

/** Something asked of the ledger. */
sealed interface Order {
  /** When it was queued, as {@link System#nanoTime}. */
  long sinceNanos();

  /** One that is answered once what the answer says is on disk. */
  sealed interface Question<T> extends Order {
    PendingAnswer<T> answer();

    @Override
    default long sinceNanos() {
      return answer().sinceNanos();
    }
  }

  /** One that changes what is stored of an agency. */
  sealed interface Update extends Question<Reply> {}

  /** One that a session of an agency asks. */
  sealed interface OfSession extends Order {
    AgencySession session();

    AgencyId agency();

    /** The epoch of the agency's newest session that its server knew; 0 where it knew of none. */
    long after();

    /** The same, asked by a server that knew that session. */
    OfSession after(long newest);
  }

  /** A session begins: it becomes its agency's newest, unless a newer one has begun before. */
  record Open(AgencySession session, AgencyId agency, long after, PendingAnswer<Admission> answer)
      implements Question<Admission>, OfSession {
    Open(AgencySession session, AgencyId agency, PendingAnswer<Admission> answer) {
      this(session, agency, 0, answer);
    }

    @Override
    public Open after(long newest) {
      return new Open(session, agency, newest, answer);
    }
  }

  /** Store a batch; {@code digest} is that of its rows. */
  record Append(
      AgencySession session,
      AgencyId agency,
      Request.Batch batch,
      RowDigest digest,
      long after,
      PendingAnswer<Reply> answer)
      implements Update, OfSession {
    Append(
        AgencySession session,
        AgencyId agency,
        Request.Batch batch,
        RowDigest digest,
        PendingAnswer<Reply> answer) {
      this(session, agency, batch, digest, 0, answer);
    }

    @Override
    public Append after(long newest) {
      return new Append(session, agency, batch, digest, newest, answer);
    }
  }

  /** What was a batch: its rows are not those that its server was sent. Only in what is read. */
  record Spoiled(AgencySession session, AgencyId agency, long after, PendingAnswer<Reply> answer)
      implements Update, OfSession {
    @Override
    public Spoiled after(long newest) {
      return new Spoiled(session, agency, newest, answer);
    }
  }

  /** The agency has finished; {@code totals} is null where it does not say how much it sent. */
  record Finish(
      AgencySession session,
      AgencyId agency,
      Request.@Nullable Finish totals,
      long after,
      PendingAnswer<Reply> answer)
      implements Update, OfSession {
    Finish(
        AgencySession session,
        AgencyId agency,
        Request.@Nullable Finish totals,
        PendingAnswer<Reply> answer) {
      this(session, agency, totals, 0, answer);
    }

    @Override
    public Finish after(long newest) {
      return new Finish(session, agency, totals, newest, answer);
    }
  }

  /** The agency is gone for good, an operator says: it has finished with what is stored. */
  record Close(AgencyId agency, PendingAnswer<Reply> answer) implements Update {}

  /** How far has the agency come? */
  record Look(AgencyId agency, PendingAnswer<Standing> answer) implements Question<Standing> {}

  /** Is this very batch stored? */
  record Compare(
      AgencyId agency, Request.Batch batch, RowDigest digest, PendingAnswer<Boolean> answer)
      implements Question<Boolean> {}

  /** The draw has come to this stage. */
  record Advance(DrawStage target, PendingAnswer<DrawStage> answer) implements Question<DrawStage> {
    /** How many records it may have. */
    static final int RECORDS_MAX = 3;
  }

  /** The draw has been made. */
  record RecordDraw(DrawRecord draw, PendingAnswer<DrawRecord> answer)
      implements Question<DrawRecord> {}

  /** What have all turns so far left? Takes no turn. */
  record Snapshot(PendingAnswer<LedgerSnapshot> answer) implements Question<LedgerSnapshot> {}

  /** Others have appended something to the replicated log. */
  record Follow(long sinceNanos) implements Order {}

  /** The rows that were in bets.csv at a position of the log are on disk there. */
  record NoteView(long position, long bytes, long sinceNanos) implements Order {}

  /** Nothing comes after it. */
  record Last(long sinceNanos) implements Order {}
}
