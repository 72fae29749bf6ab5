package loteria.worker.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.codec.TextDialect;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.AgencyId;
import loteria.ledger.AgencySession;

/** A session in the text dialect, of one message or of many. Used by its reader's thread. */
final class TextSession implements Session {
  private final RequestHandler desk;
  private final ReplyWriter answers;
  private final AgencySession session;
  private final LocalDate latestBirth;
  private volatile int agencyNumber;
  private volatile boolean wantsWinners;

  /** How it answers. */
  static final class Form implements ReplyWriter.Form {
    @Override
    public ByteBuffer encode(int agency, Reply reply) {
      return TextDialect.encode(agency, reply);
    }

    @Override
    public Iterator<ByteBuffer> winners(Collection<String> documents) {
      return TextDialect.winners(documents);
    }

    /** There is no word for a refused batch but ERR, and ERR closes. */
    @Override
    public boolean closes(Reply reply) {
      return reply instanceof Reply.Failure || reply instanceof Reply.Refused;
    }
  }

  TextSession(RequestHandler desk, ReplyWriter answers, SessionStart start) {
    this.desk = desk;
    this.answers = answers;
    this.session = new AgencySession(start.epoch());
    this.latestBirth = start.latestBirth();
  }

  @Override
  public int agencyNumber() {
    return agencyNumber;
  }

  @Override
  public boolean wantsWinners() {
    return wantsWinners;
  }

  @Override
  public boolean take(Bytes bytes) throws IOException {
    TextDialect.Message message = TextDialect.message(bytes);
    AgencyId agency = message.agency();
    agencyNumber = agency.number();
    if (!desk.knows(agency.number())) {
      return fail(
          new Reply.Failure(
              ErrorCode.UNKNOWN_AGENCY,
              String.format(Locale.ROOT, "agency %d is unknown", agency.number())));
    }
    return message instanceof TextDialect.Bet(AgencyId _, Request.Batch batch)
        ? batch(agency, batch)
        : fin(agency);
  }

  private boolean batch(AgencyId agency, Request.Batch batch) throws IOException {
    Reply objection = desk.objection(agency, batch, latestBirth);
    if (objection != null) {
      return refuse(batch, objection);
    }
    answers.add(agency.number(), batch, desk.store(session, agency, batch));
    return true;
  }

  private boolean fin(AgencyId agency) throws IOException {
    wantsWinners = true;
    var told = new CompletableFuture<Reply>();
    var _ =
        desk.finish(session, agency, null)
            .whenComplete(
                (reply, failure) -> {
                  if (failure != null) {
                    told.completeExceptionally(failure);
                  } else if (reply instanceof Reply.Failure) {
                    told.complete(reply);
                  } else {
                    desk.tellWinners(agency, told);
                  }
                });
    answers.add(agency.number(), told);
    return true;
  }

  private boolean refuse(Request.Batch batch, Reply why) throws IOException {
    answers.add(agencyNumber, batch, CompletableFuture.completedFuture(why));
    return false;
  }

  private boolean fail(Reply.Failure failure) throws IOException {
    answers.add(agencyNumber, CompletableFuture.completedFuture(failure));
    return false;
  }
}
