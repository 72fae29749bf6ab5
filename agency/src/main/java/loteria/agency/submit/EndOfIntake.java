package loteria.agency.submit;

import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server still takes bets of this agency. An ERROR says that it takes no more, the next
 * WELCOME what is stored: of the batches in flight, some may be. Pure. Used by one thread.
 */
final class EndOfIntake {
  private @Nullable ServerRefused reported;

  /**
   * A server has ended the session with this error.
   *
   * @throws ServerRefused if the next WELCOME does not explain it
   */
  void report(ServerRefused error) throws ServerRefused {
    if (!error.isEndOfIntake() || reported != null) {
      throw error;
    }
    reported = error;
  }

  /**
   * Whether the agency is closed, and has finished with what is stored.
   *
   * @param state that of the WELCOME
   * @throws ServerRefused if the server refuses bets of an agency that is open
   */
  boolean isClosed(Reply.State state) throws ServerRefused {
    ServerRefused error = reported;
    if (state == Reply.State.CLOSED || error == null) {
      return state == Reply.State.CLOSED;
    }
    if (error.errorCode() != ErrorCode.CLOSED && state == Reply.State.OPEN) {
      throw error;
    }
    return error.errorCode() == ErrorCode.CLOSED;
  }
}
