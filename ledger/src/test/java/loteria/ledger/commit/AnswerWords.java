package loteria.ledger.commit;

import loteria.ipc.message.Reply;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.row.RowDigest;
import loteria.ledger.Admission;
import loteria.ledger.Standing;

/** AnswerWords as a word each, with what decides: so that those of two engines can be compared. */
final class AnswerWords {
  static final String ACK = "ACK";

  private AnswerWords() {}

  /** The answer that an order was given. */
  static String of(Order order) {
    return switch (order) {
      case Order.Append append -> of(append.answer().join());
      case Order.Finish finish -> of(finish.answer().join());
      case Order.Close close -> of(close.answer().join());
      case Order.Open open -> of(open.answer().join());
      case Order.RecordDraw draw ->
          draw.answer().isCompletedExceptionally() ? "UNAVAILABLE" : of(draw.answer().join());
      case Order.Advance advance ->
          advance.answer().isCompletedExceptionally()
              ? "UNAVAILABLE"
              : advance.answer().join().toString();
      case Order.Look look ->
          look.answer().isCompletedExceptionally() ? "UNAVAILABLE" : of(look.answer().join());
      case Order.Compare compare ->
          compare.answer().isCompletedExceptionally()
              ? "UNAVAILABLE"
              : compare.answer().join() ? "STORED" : "NOT STORED";
      default -> "";
    };
  }

  private static String of(Reply reply) {
    return switch (reply) {
      case Reply.Ack _ -> ACK;
      case Reply.Failure failure -> failure.code().name();
      case Reply.Finished(int missing) -> finished(missing);
      default -> throw new AssertionError(reply);
    };
  }

  private static String of(Admission admission) {
    return switch (admission) {
      case Admission.Denied(Reply.Failure why) -> why.code().name();
      case Admission.Admitted(Standing standing, RowDigest digest) ->
          admitted(standing.lastBatch(), standing.bets(), digest, standing.finished());
    };
  }

  private static String of(Standing standing) {
    return "%d batches, %d missing".formatted(standing.lastBatch(), standing.missing());
  }

  static String of(DrawRecord draw) {
    return draw.toString();
  }

  static String admitted(long batches, long bets, RowDigest digest, boolean isFinished) {
    return "ADMITTED %d batches, %d bets, %s%s"
        .formatted(batches, bets, digest, isFinished ? ", finished" : "");
  }

  static String finished(int missing) {
    return "FINISHED, " + missing + " missing";
  }

  /** Whether an answer is one that ends its session. */
  static boolean isError(String answer) {
    return !answer.equals(ACK)
        && !answer.startsWith("ADMITTED")
        && !answer.startsWith("FINISHED")
        && !answer.isEmpty();
  }

  /** Whether it says that the order may be given again, whatever became of it. */
  static boolean isTransient(String answer) {
    return answer.equals("UNAVAILABLE") || answer.equals("DISK_FULL");
  }
}
