package loteria.ledger.commit;

import java.io.IOException;
import java.util.List;
import loteria.ipc.message.Reply;
import loteria.ledger.Admission;

/** What is answered to an order that cannot be carried out now. */
final class Denial {
  private Denial() {}

  /**
   * Adds the answer to an order, if it is a question.
   *
   * @param failure the answer to an agency
   * @param why the answer to others
   */
  static void add(List<Runnable> answers, Order order, Reply.Failure failure, IOException why) {
    switch (order) {
      case Order.Open open ->
          answers.add(() -> open.answer().complete(new Admission.Denied(failure)));
      case Order.Update update -> answers.add(() -> update.answer().complete(failure));
      case Order.RecordDraw draw -> answers.add(() -> draw.answer().completeExceptionally(why));
      case Order.Advance advance -> answers.add(() -> advance.answer().completeExceptionally(why));
      case Order.Look look -> answers.add(() -> look.answer().completeExceptionally(why));
      case Order.Compare compare -> answers.add(() -> compare.answer().completeExceptionally(why));
      case Order.NoteView _, Order.Snapshot _, Order.Follow _, Order.Last _ -> {}
    }
  }
}
