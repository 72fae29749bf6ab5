package loteria.agency.submit;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import loteria.agency.progress.Progress;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;

/**
 * The wait of an agency that has finished for those that have not. Used by one thread.
 *
 * <p>It is one question, answered when the draw is made. Only where somebody watches is it asked
 * first, again and again, how many agencies are missing.
 */
final class DrawWait {
  private static final Duration ASKED_EVERY = Duration.ofMillis(250);

  private final ServerClient central;
  private final Progress progress;

  DrawWait(ServerClient central, Progress progress) {
    this.central = central;
    this.progress = progress;
  }

  /** The agency's winning documents, once they are drawn. */
  Collection<String> winners() throws IOException, SubmissionFailed, Stopped {
    Reply reply = progress.isWatched() ? watched() : ask(true);
    var winners = new WinningDocuments();
    while (reply instanceof Reply.WinnersPart(int _, List<String> documents)) {
      winners.add(documents);
      reply = central.answerAtLast();
    }
    if (!(reply instanceof Reply.Winners(Collection<String> documents))) {
      throw ServerClient.unexpected(reply);
    }
    winners.add(documents);
    return winners;
  }

  private Reply watched() throws IOException, SubmissionFailed, Stopped {
    int all = 0;
    while (true) {
      Reply reply = ask(false);
      if (!(reply instanceof Reply.Pending(int missing, int agencies))) {
        progress.waiting(0, all);
        return reply;
      }
      all = agencies;
      progress.waiting(missing, agencies);
      if (missing == 0) {
        return ask(true);
      }
      central.rest(ASKED_EVERY);
    }
  }

  private Reply ask(boolean untilDrawn) throws IOException, SubmissionFailed, Stopped {
    central.send(new Request.Results(untilDrawn));
    return central.answerAtLast();
  }
}
