package loteria.worker.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.AgencyId;
import loteria.ledger.AgencySession;

/** A session in the native dialect. Used by its reader's thread, but for what others may see. */
final class NativeSession implements Session {
  private final RequestHandler handler;
  private final ReplyWriter replies;
  private final AgencySession session;
  private final LocalDate latestBirth;
  private final int certified;
  private volatile SessionState stage;
  private volatile boolean wantsWinners;

  /** How it replies. */
  static final class Form implements ReplyWriter.Form {
    @Override
    public ByteBuffer encode(int agency, Reply reply) {
      return NativeDialect.encode(reply);
    }

    @Override
    public Iterator<ByteBuffer> winners(Collection<String> documents) {
      return NativeDialect.winners(documents);
    }

    @Override
    public boolean closes(Reply reply) {
      return reply instanceof Reply.Failure;
    }
  }

  NativeSession(RequestHandler handler, ReplyWriter replies, SessionStart start) {
    this.handler = handler;
    this.replies = replies;
    this.session = new AgencySession(start.epoch(), true);
    this.latestBirth = start.latestBirth();
    this.certified = start.certified();
    this.stage = SessionState.of(start);
  }

  @Override
  public boolean take(Bytes message) throws IOException {
    Request request = NativeDialect.request(message);
    if (request instanceof Request.Hello hello) {
      return hello(hello);
    }
    if (request instanceof Request.Batch batch) {
      return inSession(agency -> batch(agency, batch));
    }
    if (request instanceof Request.Finish finish) {
      return inSession(agency -> later(handler.ledger().finish(session, agency, finish)));
    }
    if (request instanceof Request.Results(boolean await)) {
      return inSession(agency -> results(agency, await));
    }
    if (request instanceof Request.Seal) {
      return inSession(agency -> later(handler.sealOrPending(agency)));
    }
    return answer(new Reply.Pong(((Request.Ping) request).body()));
  }

  @Override
  public int agencyNumber() {
    AgencyId agency = stage.agency();
    return agency == null ? 0 : agency.number();
  }

  @Override
  public boolean wantsWinners() {
    return wantsWinners;
  }

  /** A request that only a known agency may make. */
  private interface Step {
    boolean take(AgencyId agency) throws IOException;
  }

  private boolean inSession(Step step) throws IOException {
    AgencyId agency = stage.agency();
    return agency == null
        ? fail(ErrorCode.HELLO_FIRST, "a session begins with HELLO")
        : step.take(agency);
  }

  private boolean hello(Request.Hello hello) throws IOException {
    if (!(stage instanceof SessionState.Arrived)) {
      return fail(ErrorCode.HELLO_FIRST, "a session has one HELLO only");
    }
    Reply.Failure denial = handler.denial(hello.agency(), certified);
    if (denial != null) {
      answer(denial);
      return false;
    }
    if (!handler.isCurrent(hello.draw())) {
      return fail(
          ErrorCode.UNKNOWN_DRAW,
          String.format(Locale.ROOT, "draw '%s' is not the current one", hello.draw()));
    }
    var agency = new AgencyId(hello.agency());
    stage = new SessionState.Sending(agency);
    return later(handler.welcome(session, agency));
  }

  private boolean batch(AgencyId agency, Request.Batch batch) throws IOException {
    if (stage.holdsBack(batch.id())) {
      return answerBatch(agency, batch, new Reply.Refused(batch.id(), List.of()));
    }
    Reply objection = handler.objection(agency, batch, latestBirth);
    if (objection == null) {
      stage = stage.afterGood(agency, batch.id());
      replies.add(agency.number(), batch, handler.append(session, agency, batch));
      return true;
    }
    boolean refused = objection instanceof Reply.Refused;
    if (refused) {
      stage = new SessionState.HeldBack(agency, batch.id());
    }
    answerBatch(agency, batch, objection);
    return refused;
  }

  private boolean results(AgencyId agency, boolean await) throws IOException {
    wantsWinners = true;
    return later(await ? handler.winners(agency) : handler.winnersOrPending(agency));
  }

  private boolean answerBatch(AgencyId agency, Request.Batch batch, Reply reply)
      throws IOException {
    replies.add(agency.number(), batch, CompletableFuture.completedFuture(reply));
    return true;
  }

  private boolean answer(Reply reply) throws IOException {
    return later(CompletableFuture.completedFuture(reply));
  }

  private boolean later(CompletableFuture<Reply> reply) throws IOException {
    replies.add(agencyNumber(), reply);
    return true;
  }

  private boolean fail(ErrorCode code, String text) throws IOException {
    answer(new Reply.Failure(code, text));
    return false;
  }
}
