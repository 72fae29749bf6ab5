package loteria.ipc.message;

import java.util.Collection;
import java.util.List;
import loteria.ipc.row.BadRow;
import loteria.ipc.text.Excerpt;

/** The answer to one {@link Request}. */
public sealed interface Reply {
  /** How far an agency has come. */
  enum State {
    OPEN,
    FINISHED,
    DRAWN,
    /** An operator closed it: it has finished with what is stored, whether drawn or not. */
    CLOSED
  }

  /**
   * Answers HELLO: where to go on from.
   *
   * @param lastBatch id of the last batch stored; 0 when there is none
   * @param bets how many bets of this agency are stored
   * @param state how far the agency has come
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
   * The batch is not stored, no row of it.
   *
   * @param batch its id
   * @param badRows each bad row and why; empty when the batch itself is good but follows a refused
   *     one on this connection: send again once that one is stored
   */
  record Refused(long batch, List<BadRow> badRows) implements Reply {}

  /**
   * The agency is finished, on disk.
   *
   * @param missing how many agencies have not finished yet
   */
  record Finished(int missing) implements Reply {}

  /**
   * Some of the agency's winning documents: more follow, as further parts and at last {@link
   * Winners}.
   *
   * @param all how many there are in all parts together
   * @param documents the next of them, at most {@value Limits#WINNERS_PART_MAX}
   */
  record WinnersPart(int all, List<String> documents) implements Reply {}

  /**
   * The agency's winning documents, in the order their bets were stored; those of earlier parts
   * left out.
   *
   * @param documents may be read from where they are kept only as they are looked at
   */
  record Winners(Collection<String> documents) implements Reply {}

  /**
   * There has been no draw yet.
   *
   * @param missing how many agencies have not finished yet
   * @param agencies how many take part
   */
  record Pending(int missing, int agencies) implements Reply {}

  /** The sign of life, with the PING's own body. */
  record Pong(Bytes body) implements Reply {}

  /**
   * The request cannot be served; the connection closes after it.
   *
   * @param code why
   * @param retryAfterMs when it may be tried again, in milliseconds; 0 for never
   * @param text why, in words; kept as its {@link Excerpt}, for it may quote what the peer sent
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
