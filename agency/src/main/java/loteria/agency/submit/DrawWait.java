package loteria.agency.submit;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import loteria.agency.progress.Progress;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;

/**
 * The wait of an agency that has finished for the draw. Used by one thread.
 *
 * <p>It sends one request, which is answered when the draw is made. Only if progress is shown does
 * it first poll how many agencies are missing.
 */
final class DrawWait {
  private static final Duration ASKED_EVERY = Duration.ofMillis(250);

  /** A draw that comes sooner is not to wait for anything else. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private static final Duration AT_LEAST = Duration.ofMillis(1);

  private final ServerClient server;
  private final Progress progress;
  private final Runnable meanwhile;
  private final long beganNanos = System.nanoTime();
  private boolean isConfirmed;

  /**
   * @param meanwhile done once, if the draw takes longer than a moment
   */
  DrawWait(ServerClient server, Progress progress, Runnable meanwhile) {
    this.server = server;
    this.progress = progress;
    this.meanwhile = meanwhile;
  }

  /** Returns the agency's winning documents, once they are drawn. */
  Collection<String> winners() throws IOException, SubmissionFailed, Stopped {
    Reply reply = progress.isWatched() ? watched() : ask(true);
    var winners = new WinningDocuments();
    while (reply instanceof Reply.WinnersPart(int _, List<String> documents)) {
      winners.add(documents);
      reply = server.awaitReply();
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
      server.rest(ASKED_EVERY);
    }
  }

  private Reply ask(boolean untilDrawn) throws IOException, SubmissionFailed, Stopped {
    server.send(new Request.Results(untilDrawn));
    if (!isConfirmed) {
      Duration left = MOMENT.minusNanos(System.nanoTime() - beganNanos);
      Reply soon = server.awaitReply(left.compareTo(AT_LEAST) > 0 ? left : AT_LEAST);
      if (soon != null) {
        return soon;
      }
      isConfirmed = true;
      meanwhile.run();
    }
    return server.awaitReply();
  }
}
