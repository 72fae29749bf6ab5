package loteria.worker.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.codec.TextDialect;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.AgencyId;
import loteria.ledger.AgencySession;

/** A session in the text dialect, of one message or of many. Used by its reader's thread. */
final class TextSession implements Session {
  private final RequestHandler handler;
  private final ReplyWriter replies;
  private final AgencySession session;
  private final LocalDate latestBirth;
  private final int certified;
  private volatile int agencyNumber;
  private volatile boolean wantsWinners;

  /** How it replies. */
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

  TextSession(RequestHandler handler, ReplyWriter replies, SessionStart start) {
    this.handler = handler;
    this.replies = replies;
    this.session = new AgencySession(start.epoch());
    this.latestBirth = start.latestBirth();
    this.certified = start.certified();
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
    Reply.Failure denial = handler.denial(agency.number(), certified);
    if (denial != null) {
      return fail(denial);
    }
    return message instanceof TextDialect.Bet(AgencyId _, Request.Batch batch)
        ? batch(agency, batch)
        : fin(agency);
  }

  private boolean batch(AgencyId agency, Request.Batch batch) throws IOException {
    Reply objection = handler.objection(agency, batch, latestBirth);
    if (objection != null) {
      return refuse(batch, objection);
    }
    replies.add(agency.number(), batch, handler.append(session, agency, batch));
    return true;
  }

  private boolean fin(AgencyId agency) throws IOException {
    wantsWinners = true;
    var winners = new CompletableFuture<Reply>();
    var _ =
        handler
            .ledger()
            .finish(session, agency, null)
            .whenComplete(
                (reply, failure) -> {
                  if (failure != null) {
                    winners.completeExceptionally(failure);
                  } else if (reply instanceof Reply.Failure) {
                    winners.complete(reply);
                  } else {
                    handler.tellWinners(agency, winners);
                  }
                });
    replies.add(agency.number(), winners);
    return true;
  }

  private boolean refuse(Request.Batch batch, Reply why) throws IOException {
    replies.add(agencyNumber, batch, CompletableFuture.completedFuture(why));
    return false;
  }

  private boolean fail(Reply.Failure failure) throws IOException {
    replies.add(agencyNumber, CompletableFuture.completedFuture(failure));
    return false;
  }
}
