package loteria.worker.session;

import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowCheck;
import loteria.ledger.Admission;
import loteria.ledger.AgencySession;
import loteria.ledger.Ledger;
import loteria.ledger.Standing;
import org.jspecify.annotations.Nullable;

/** What an agency can ask for, whatever dialect it asks in. Safe for use by several threads. */
public final class RequestHandler {
  private static final int RETRY_AFTER_MS = 1000;

  private final Ledger ledger;
  private final DrawResults results;
  private final IntakeEnd intake;
  private final String draw;
  private final int frameBytesMax;

  /**
   * @param intake what stores batches
   * @param draw the name of the draw that bets are for
   * @param frameBytesMax the longest body of a request, as WELCOME states it
   */
  public RequestHandler(
      Ledger ledger, DrawResults results, IntakeEnd intake, String draw, int frameBytesMax) {
    this.ledger = ledger;
    this.results = results;
    this.intake = intake;
    this.draw = draw;
    this.frameBytesMax = frameBytesMax;
  }

  /** What says that agencies have finished. */
  Ledger ledger() {
    return ledger;
  }

  /** Stores a batch that has been checked. */
  CompletableFuture<Reply> append(AgencySession session, AgencyId agency, Request.Batch batch) {
    return intake.append(session, agency, batch);
  }

  /**
   * Why a peer may not speak for an agency; null where it may.
   *
   * @param agency the number that the peer says, whatever it is
   * @param certified the agency of the peer's certificate; 0 where it has none
   */
  Reply.@Nullable Failure denial(int agency, int certified) {
    if (certified != 0 && agency != certified) {
      return new Reply.Failure(
          ErrorCode.NOT_YOURS,
          String.format(
              Locale.ROOT,
              "the certificate is that of agency %d, not of agency %s",
              certified,
              Integer.toUnsignedString(agency)));
    }
    return ledger.knows(agency)
        ? null
        : new Reply.Failure(
            ErrorCode.UNKNOWN_AGENCY, "agency " + Integer.toUnsignedString(agency) + " is unknown");
  }

  /** Whether this is the name of the draw that bets are for. */
  boolean isCurrent(String name) {
    return name.isEmpty() || name.equals(draw);
  }

  /** Begins a session; the reply says where the agency continues. */
  CompletableFuture<Reply> welcome(AgencySession session, AgencyId agency) {
    return ledger.begin(session, agency).thenApply(this::welcome);
  }

  private Reply welcome(Admission admission) {
    if (admission instanceof Admission.Denied(Reply.Failure why)) {
      return why;
    }
    var admitted = (Admission.Admitted) admission;
    Standing standing = admitted.standing();
    return new Reply.Welcome(
        standing.lastBatch(),
        standing.bets(),
        state(standing),
        frameBytesMax,
        admitted.digest().value());
  }

  /**
   * Why a batch cannot be stored: as a whole, or the rows that are bad. Null when it can, or when
   * this very batch is stored: rows that were good once are not judged again. One that is bad is
   * REFUSED whatever is stored under its number, which may be what came after it: so a worker that
   * is sent all of it again answers as the one before. Waits for the ledger where rows are bad.
   *
   * @param latestBirth no birth date of a row that is not stored may be later
   */
  @Nullable Reply objection(AgencyId agency, Request.Batch batch, LocalDate latestBirth) {
    if (batch.id() < 1) {
      // Whatever its rows are: of a refused batch is kept which it was, and 0 means none.
      return new Reply.Failure(
          ErrorCode.OUT_OF_ORDER,
          "batch out of order: " + Long.toUnsignedString(batch.id()) + " came, the first is 1");
    }
    var content = batch.content();
    RowCheck.Verdict verdict =
        RowCheck.of(agency, latestBirth).check(content.array(), content.from(), content.to());
    if (verdict.rows() != batch.rows()) {
      return new Reply.Failure(
          ErrorCode.MALFORMED,
          String.format(
              Locale.ROOT,
              "batch %d says %s rows and holds %d",
              batch.id(),
              Integer.toUnsignedString(batch.rows()),
              verdict.rows()));
    }
    if (verdict.bad().isEmpty()) {
      return null;
    }
    try {
      return ledger.isStored(agency, batch).join()
          ? null
          : new Reply.Refused(batch.id(), verdict.bad());
    } catch (CompletionException e) {
      return unavailable(e.getCause());
    }
  }

  /** A question that the ledger cannot answer now is to be asked again. */
  private static Reply.Failure unavailable(@Nullable Throwable why) {
    String text = why == null ? "" : String.valueOf(why.getMessage());
    return new Reply.Failure(ErrorCode.UNAVAILABLE, RETRY_AFTER_MS, text);
  }

  /** Completes a reply with an agency's winners, once the draw is made. */
  void tellWinners(AgencyId agency, CompletableFuture<Reply> reply) {
    results.tell(agency, reply);
  }

  /** An agency's winners, once there are any to tell. */
  CompletableFuture<Reply> winners(AgencyId agency) {
    return results.of(agency);
  }

  /** An agency's winners, or how many agencies are missing. */
  CompletableFuture<Reply> winnersOrPending(AgencyId agency) {
    return results.isDrawn() ? results.of(agency) : pending(agency);
  }

  /** The seal of the draw's bets, or how many agencies are missing. */
  CompletableFuture<Reply> sealOrPending(AgencyId agency) {
    return ledger
        .standing(agency)
        .thenApply(
            standing ->
                standing.seal() == null
                    ? pending(standing)
                    : new Reply.Sealed(Bytes.of(standing.seal().sha256().value())))
        .exceptionally(RequestHandler::unavailable);
  }

  private CompletableFuture<Reply> pending(AgencyId agency) {
    return ledger
        .standing(agency)
        .thenApply(this::pending)
        .exceptionally(RequestHandler::unavailable);
  }

  private Reply pending(Standing standing) {
    return new Reply.Pending(standing.missing(), ledger.agencies());
  }

  private static Reply.State state(Standing standing) {
    if (standing.closed()) {
      return Reply.State.CLOSED;
    }
    return standing.drawn()
        ? Reply.State.DRAWN
        : standing.finished() ? Reply.State.FINISHED : Reply.State.OPEN;
  }
}
