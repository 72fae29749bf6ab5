package loteria.agency.submit;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import loteria.agency.source.SingleBet;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.BadRow;
import loteria.ipc.runtime.ExitCode;

/**
 * The submission of one bet.
 *
 * <p>A container that is restarted sends the same bet again, and must not store it twice. So the
 * bet first goes out under the number of the last batch stored: an ACK means that it was this bet.
 * If it was another, the server says that the content changed, and the bet goes out under the next
 * number.
 */
public final class SingleSubmission {
  private final ServerClient server;
  private final AgencyId agency;
  private final SingleBet bet;
  private final EndOfIntake endOfIntake = new EndOfIntake();
  private long knownAsOther;
  private long lastKnown;

  public SingleSubmission(ServerClient server, AgencyId agency, SingleBet bet) {
    this.server = server;
    this.agency = agency;
    this.bet = bet;
  }

  /** Returns once the bet is stored. */
  public void submit() throws SubmissionFailed, Stopped {
    while (!storedOrKnownAsOther()) {
      // The server closed the connection after its ERROR: the next number goes out on a new one.
    }
  }

  private boolean storedOrKnownAsOther() throws SubmissionFailed, Stopped {
    long[] tried = new long[1];
    var isClosed = new AtomicBoolean();
    try {
      return server.converse(
          welcome -> {
            isClosed.set(endOfIntake.isClosed(welcome.state()));
            long last = welcome.lastBatch();
            checkNothingIsLost(last);
            tried[0] = last > knownAsOther ? last : last + 1;
            return store(tried[0]);
          });
    } catch (ServerRefused e) {
      if (e.errorCode() == ErrorCode.CONTENT_CHANGED) {
        knownAsOther = tried[0];
      } else if (isClosed.get() && e.isEndOfIntake()) {
        throw new SubmissionFailed(
            ExitCode.TOO_LATE,
            "the bet came too late: nothing more is taken of this agency, and it is not in this"
                + " draw");
      } else {
        endOfIntake.report(e);
      }
      return false;
    }
  }

  /** Otherwise the bet would take the number of another that is stored. */
  private void checkNothingIsLost(long last) throws SubmissionFailed {
    if (last < lastKnown) {
      throw SubmissionFailed.contradiction(
          "has batches up to " + last + " of this agency, and there were " + lastKnown);
    }
    lastKnown = last;
  }

  private boolean store(long id) throws IOException, SubmissionFailed {
    server.send(bet.batch(agency, id).request());
    Reply reply = server.replyInFlight();
    return switch (reply) {
      case Reply.Ack _ -> true;
      case Reply.Refused(long _, List<BadRow> badRows) when !badRows.isEmpty() ->
          throw new SubmissionFailed(
              ExitCode.ROWS_REFUSED, "the bet is refused: " + badRows.getFirst().reason());
      case Reply.Refused _,
          Reply.Welcome _,
          Reply.Finished _,
          Reply.WinnersPart _,
          Reply.Winners _,
          Reply.Pending _,
          Reply.Sealed _,
          Reply.Pong _,
          Reply.Failure _ ->
          throw ServerClient.unexpected(reply);
    };
  }
}
