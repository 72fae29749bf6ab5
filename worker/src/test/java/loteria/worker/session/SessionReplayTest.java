package loteria.worker.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session whose worker dies is answered as if it had not died. A random conversation is held with
 * one worker; then, for each m and k, the first m of its requests with one worker that dies when
 * the agency has had k answers, and all that are unanswered with the next.
 *
 * <p>Run with {@code -Dreplay.seed=N} to repeat a failure.
 */
@Timeout(300)
class SessionReplayTest {
  private static final long SEED = Long.getLong("replay.seed", 20_261_128);
  private static final int CONVERSATIONS = Integer.getInteger("replay.conversations", 60);

  /** All sessions are of one epoch: each has an agency of its own. */
  private static final long EPOCH = 1;

  @TempDir private Path folder;

  /** A session that has lost its worker after some answers, and how it would have gone on. */
  private record Lost(Conversation said, int agency, int processed, int answered) {
    SessionStart start() {
      return Conversation.resumed(EPOCH, agency, said.answers().subList(0, answered));
    }

    Request[] unanswered() {
      return said.requests(agency, answered, said.length());
    }

    @Override
    public String toString() {
      return "agency %d, of %s: %d taken, %d answered".formatted(agency, said, processed, answered);
    }
  }

  @Test
  void whatIsSentAgainIsAnsweredAsTheFirstTime() throws IOException {
    List<Lost> all = new ArrayList<>();
    try (Served first = Served.in(folder, Served.AGENCIES_MAX)) {
      int agency = 0;
      for (int i = 0; i < CONVERSATIONS; i++) {
        var random = new Random(SEED + i);
        Conversation said = Conversation.random(random, first, ++agency, start());
        for (int taken = 0; taken <= said.length(); taken++) {
          for (int had = 0; had <= said.answersTo(taken); had++) {
            if (!said.endsWith(had)) {
              all.add(new Lost(said, ++agency, taken, had));
            }
          }
        }
      }
      for (Lost lost : all) {
        loseWorkerOf(lost, first);
      }
    }
    try (Served next = Served.in(folder, Served.AGENCIES_MAX)) {
      for (Lost lost : all) {
        assertEquals(
            lost.said().words(lost.answered(), lost.said().answers().size()),
            continues(lost, next),
            () -> "replay.seed " + SEED + ": " + lost);
      }
    }
    System.out.printf("replay: %d sessions lost their worker; seed %d%n", all.size(), SEED);
    assertTrue(all.size() >= CONVERSATIONS, "only " + all.size());
  }

  private static SessionStart start() {
    return Conversation.resumed(EPOCH, 0, List.of());
  }

  /** The worker takes some requests, and what it answers is lost with it. */
  private static void loseWorkerOf(Lost lost, Served worker) throws IOException {
    try (Peer peer = worker.connect(start())) {
      peer.send(lost.said().requests(lost.agency(), 0, lost.processed()));
      for (int i = 0; i < lost.said().answersTo(lost.processed()); i++) {
        assertEquals(lost.said().word(i), Conversation.word(peer.reply()));
      }
    }
  }

  /** What the next worker answers to all that is unanswered. */
  private static List<String> continues(Lost lost, Served worker) throws IOException {
    List<String> answers = new ArrayList<>();
    try (Peer peer = worker.connect(lost.start())) {
      peer.send(lost.unanswered());
      peer.endOfRequests();
      for (Reply reply = peer.reply(); reply != null; reply = peer.reply()) {
        answers.add(Conversation.word(reply));
      }
    }
    return answers;
  }
}
