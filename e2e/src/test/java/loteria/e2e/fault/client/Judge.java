package loteria.e2e.fault.client;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;

/**
 * The check that an agency's stored rows can be the outcome of its sessions. It searches for
 * batches 1 to n that together are the stored rows, each with a session that could store it:
 *
 * <ul>
 *   <li>the batch was sent there with these rows, and all before it in that session had succeeded;
 *   <li>no newer session had been welcomed before; native sessions follow one another;
 *   <li>the acknowledged batches, and the counts of each WELCOME, match the stored rows.
 * </ul>
 */
final class Judge {
  /** Errors of the ledger: later requests of the session do not count. */
  private static final Set<ErrorCode> FINAL =
      EnumSet.of(
          ErrorCode.CONTENT_CHANGED,
          ErrorCode.OUT_OF_ORDER,
          ErrorCode.AGENCY_FINISHED,
          ErrorCode.DRAWN,
          ErrorCode.TOTALS_DIFFER,
          ErrorCode.DIGEST_DIFFERS,
          ErrorCode.HELLO_FIRST,
          ErrorCode.BAD_ROWS);

  private final int agency;
  private final List<Transcript> transcripts;
  private final List<String> stored;
  private final int batches;

  /** The rows of each batch as they are placed; index 0 is batch 1. */
  private final List<List<String>> placed = new ArrayList<>();

  private String furthest = "no sent batch matches the first stored rows";
  private int furthestBatch;

  private Judge(int agency, List<Transcript> transcripts, List<String> stored, int batches) {
    this.agency = agency;
    this.transcripts = transcripts;
    this.stored = stored;
    this.batches = batches;
  }

  /**
   * Judges.
   *
   * @param stored the agency's rows, in the order of the file
   * @param batches how many batches they are, as the last WELCOME said
   * @param transcripts of all sessions
   * @param closing of the session that came last of all and closed the agency, or found it closed
   */
  static void check(
      int agency,
      List<String> stored,
      int batches,
      List<Transcript> transcripts,
      Transcript closing) {
    var judge = new Judge(agency, transcripts, stored, batches);
    if (!judge.place(1, 0, 0)) {
      throw new Violation("the stored rows are not the outcome of any history: " + judge.furthest);
    }
    judge.checkAnswers();
    judge.checkEnd(closing);
  }

  /** Finds batches from {@code id} on in the rows from {@code at} on. */
  private boolean place(int id, int at, int newest) {
    if (id > batches) {
      return at == stored.size()
          || fails(id, "%d rows behind the last batch".formatted(stored.size() - at));
    }
    List<Integer> lengths =
        sent(id)
            .map(Ask.Batch::rows)
            .filter(rows -> at + rows.size() <= stored.size())
            .filter(rows -> rows.equals(stored.subList(at, at + rows.size())))
            .map(List::size)
            .distinct()
            .toList();
    if (lengths.isEmpty()) {
      return fails(id, "no session sent the rows stored from row %d on".formatted(at));
    }
    for (int length : lengths) {
      List<String> rows = stored.subList(at, at + length);
      int storer = isAsAnswered(id, at, rows) ? storer(id, rows, newest) : -1;
      placed.add(rows);
      if (storer >= 0 && place(id + 1, at + length, Math.max(newest, storer))) {
        return true;
      }
      placed.removeLast();
    }
    return false;
  }

  private Stream<Ask.Batch> sent(long id) {
    return transcripts.stream()
        .flatMap(transcript -> transcript.asks().stream())
        .filter(Ask.Batch.class::isInstance)
        .map(Ask.Batch.class::cast)
        .filter(batch -> batch.id() == id);
  }

  /** Whether these rows match every ACK of the batch, and every WELCOME after it. */
  private boolean isAsAnswered(int id, int at, List<String> rows) {
    for (Transcript transcript : transcripts) {
      List<Reply> replies = transcript.replies();
      for (int i = 0; i < replies.size(); i++) {
        Ask ask = transcript.asks().get(i);
        Reply reply = replies.get(i);
        if (reply instanceof Reply.Ack(long batch, int _)
            && batch == id
            && !((Ask.Batch) ask).rows().equals(rows)) {
          return fails(id, "it was acknowledged with other rows, in session " + transcript.order());
        }
        if (reply instanceof Reply.Welcome welcome
            && welcome.lastBatch() == id
            && welcome.bets() != at + rows.size()) {
          return fails(id, "WELCOME counted other rows, in session " + transcript.order());
        }
        if (reply instanceof Reply.Welcome welcome
            && welcome.lastBatch() == id
            && welcome.digest() != NativeLine.digest(agency, stored.subList(0, at + rows.size()))) {
          return fails(id, "WELCOME digested other rows, in session " + transcript.order());
        }
      }
    }
    return true;
  }

  /**
   * The first session that may have stored a batch; -1 if there is none.
   *
   * @param newest the one that stored the batch before
   */
  private int storer(int id, List<String> rows, int newest) {
    int from = Math.max(newest, welcomed(welcome -> welcome.lastBatch() < id).max().orElse(0));
    int to =
        IntStream.concat(welcomed(welcome -> welcome.lastBatch() >= id), acknowledged(id))
            .min()
            .orElse(Integer.MAX_VALUE);
    return transcripts.stream()
        .filter(transcript -> transcript.order() >= from && transcript.order() <= to)
        .filter(transcript -> couldStore(transcript, id, rows))
        .mapToInt(Transcript::order)
        .findFirst()
        .orElseGet(
            () -> {
              fails(
                  id,
                  "no session from %d to %d that was in order could store it".formatted(from, to));
              return -1;
            });
  }

  /** The sessions that have been welcomed so, by an agency that was open. */
  private IntStream welcomed(Predicate<Reply.Welcome> how) {
    return having(
        reply ->
            reply instanceof Reply.Welcome welcome
                && welcome.state() == Reply.State.OPEN
                && how.test(welcome));
  }

  private IntStream acknowledged(long id) {
    return having(reply -> reply instanceof Reply.Ack(long batch, int _) && batch == id);
  }

  private IntStream having(Predicate<Reply> which) {
    return transcripts.stream()
        .filter(transcript -> transcript.replies().stream().anyMatch(which))
        .mapToInt(Transcript::order);
  }

  /** Whether a session has sent the batch, and all that the ledger had from it before succeeded. */
  private boolean couldStore(Transcript transcript, int id, List<String> rows) {
    int count = succeeding(transcript);
    for (int i = 0; i < count; i++) {
      boolean decides = transcript.fates().get(i) == Transcript.Fate.LEDGER;
      if (decides && transcript.asks().get(i) instanceof Ask.Batch batch) {
        if (batch.id() == id && batch.rows().equals(rows)) {
          return true;
        }
        if (!isPlaced(batch)) {
          return false;
        }
      } else if (decides) {
        // After an end nothing is stored.
        return false;
      }
    }
    return false;
  }

  /** How many requests there are before the first that failed. */
  private static int succeeding(Transcript transcript) {
    List<Reply> replies = transcript.replies();
    for (int i = 0; i < replies.size(); i++) {
      if (replies.get(i) instanceof Reply.Failure failure && FINAL.contains(failure.code())) {
        return i;
      }
    }
    return transcript.asks().size();
  }

  private boolean isPlaced(Ask.Batch batch) {
    return batch.id() >= 1
        && batch.id() <= placed.size()
        && placed.get((int) batch.id() - 1).equals(batch.rows());
  }

  /** Checks that acknowledged batches are stored, and batches refused for their content are not. */
  private void checkAnswers() {
    for (Transcript transcript : transcripts) {
      List<Reply> replies = transcript.replies();
      for (int i = 0; i < replies.size(); i++) {
        if (transcript.asks().get(i) instanceof Ask.Batch batch) {
          boolean changed =
              replies.get(i) instanceof Reply.Failure failure
                  && failure.code() == ErrorCode.CONTENT_CHANGED;
          if (replies.get(i) instanceof Reply.Ack && !isPlaced(batch)) {
            throw new Violation("%s was acknowledged and is not stored".formatted(batch));
          }
          if (changed && (batch.id() > batches || isPlaced(batch))) {
            throw new Violation("%s has not changed".formatted(batch));
          }
        }
      }
    }
  }

  /** Checks that a finished agency has sent its end, correctly and after no failed request. */
  private void checkEnd(Transcript closing) {
    boolean finished =
        transcripts.stream()
            .filter(transcript -> transcript != closing)
            .flatMap(transcript -> transcript.replies().stream())
            .anyMatch(Judge::saysFinished);
    boolean foundFinished = closing.replies().stream().anyMatch(Judge::isWelcomeOfFinished);
    boolean couldFinish =
        transcripts.stream()
            .filter(transcript -> transcript != closing)
            .anyMatch(this::couldFinish);
    if ((finished || foundFinished) && !couldFinish) {
      throw new Violation("the agency is finished, and no session could finish it");
    }
  }

  private static boolean saysFinished(Reply reply) {
    return reply instanceof Reply.Finished
        || isWelcomeOfFinished(reply)
        || (reply instanceof Reply.Failure failure && failure.code() == ErrorCode.AGENCY_FINISHED);
  }

  private static boolean isWelcomeOfFinished(Reply reply) {
    return reply instanceof Reply.Welcome welcome && welcome.state() != Reply.State.OPEN;
  }

  private boolean couldFinish(Transcript transcript) {
    int count = succeeding(transcript);
    for (int i = 0; i < count; i++) {
      if (transcript.fates().get(i) == Transcript.Fate.LEDGER) {
        switch (transcript.asks().get(i)) {
          case Ask.Fin() -> {
            return true;
          }
          case Ask.Finish(long said, List<String> rows) -> {
            return said == batches && rows.equals(stored);
          }
          case Ask.Batch batch -> {
            if (!isPlaced(batch)) {
              return false;
            }
          }
          case Ask.Hello(), Ask.Results _, Ask.Ping() -> {}
        }
      }
    }
    return false;
  }

  private boolean fails(int id, String why) {
    if (id >= furthestBatch) {
      furthestBatch = id;
      furthest = "batch %d of %d: %s".formatted(id, batches, why);
    }
    return false;
  }
}
