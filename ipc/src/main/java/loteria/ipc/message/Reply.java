package loteria.ipc.message;

import java.util.Collection;
import java.util.List;
import loteria.ipc.row.BadRow;
import loteria.ipc.text.Excerpt;

/** The reply to one {@link Request}. */
public sealed interface Reply {
  /** The state of an agency. */
  enum State {
    OPEN,
    FINISHED,
    DRAWN,
    /**
     * An operator closed it, or the intake closed before it had finished: it has finished with the
     * bets that are stored, whether drawn or not.
     */
    CLOSED
  }

  /**
   * The reply to HELLO: where to continue from.
   *
   * @param lastBatch id of the last batch stored; 0 if there is none
   * @param bets how many bets of this agency are stored
   * @param state the agency's state
   * @param requestBytesMax the longest body of a request
   * @param digest of all rows of this agency that are stored, in order: {@link
   *     loteria.ipc.row.RowDigest#value}
   */
  record Welcome(long lastBatch, long bets, State state, int requestBytesMax, long digest)
      implements Reply {}

  /**
   * The batch is on disk.
   *
   * @param batch its id
   * @param bets how many bets it stored
   */
  record Ack(long batch, int bets) implements Reply {}

  /**
   * None of the batch's rows is stored.
   *
   * @param batch its id
   * @param badRows each bad row and why; empty if the batch itself is good but follows a refused
   *     one on this connection: send it again once that one is stored
   */
  record Refused(long batch, List<BadRow> badRows) implements Reply {}

  /**
   * The agency is finished, durably.
   *
   * @param missing how many agencies have not finished yet
   */
  record Finished(int missing) implements Reply {}

  /**
   * A part of the agency's winning documents: further parts follow, and finally {@link Winners}.
   *
   * @param all how many documents there are in all parts together
   * @param documents the next of them, at most {@value Limits#WINNERS_PART_MAX}
   */
  record WinnersPart(int all, List<String> documents) implements Reply {}

  /**
   * The agency's winning documents, in the order their bets were stored, without those of earlier
   * parts.
   *
   * @param documents may be read lazily from where they are stored
   */
  record Winners(Collection<String> documents) implements Reply {}

  /**
   * The draw has not been made yet, or its bets are not sealed yet.
   *
   * @param missing how many agencies have not finished yet
   * @param agencies how many take part
   */
  record Pending(int missing, int agencies) implements Reply {}

  /**
   * The bets of the draw are sealed.
   *
   * @param seal SHA-256 of {@code seal.csv}, {@value Limits#SEAL_BYTES} bytes
   */
  record Sealed(Bytes seal) implements Reply {}

  /** The reply to PING, with the PING's own body. */
  record Pong(Bytes body) implements Reply {}

  /**
   * The request cannot be served; the connection closes after it.
   *
   * @param code why
   * @param retryAfterMs when to try again, in milliseconds; 0 for never
   * @param text why, in words; kept as its {@link Excerpt}, because it may quote the peer
   */
  record Failure(ErrorCode code, int retryAfterMs, String text) implements Reply {
    public Failure {
      text = Excerpt.of(text);
    }

    public Failure(ErrorCode code, String text) {
      this(code, 0, text);
    }
  }
}
