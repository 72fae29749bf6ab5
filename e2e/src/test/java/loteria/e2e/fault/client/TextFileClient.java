package loteria.e2e.fault.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loteria.e2e.fault.FaultPause;

/**
 * A client that sends a file in the text dialect, one or several messages per connection. Its
 * connections break off at any byte; it continues from the last ACK, or a little before.
 */
final class TextFileClient {
  private static final int BREAKS_MAX = 20;
  private static final int BYTES_BEFORE_BREAK = 800;
  private static final int ROWS_PER_BATCH = 9;
  private static final int MESSAGES_MAX = 6;
  private static final int SAID_AGAIN = 3;

  private final ClientHistory history;
  private final List<Ask.Batch> batches = new ArrayList<>();
  private final Random random;
  private int acknowledged;

  TextFileClient(ClientHistory history, List<String> file, Random random) {
    this.history = history;
    this.random = random;
    for (int at = 0; at < file.size(); ) {
      int end = Math.min(file.size(), at + 1 + random.nextInt(ROWS_PER_BATCH));
      batches.add(new Ask.Batch(batches.size() + 1, file.subList(at, end)));
      at = end;
    }
  }

  /** Sends until everything is acknowledged, then sends FIN, unless it breaks off. */
  void send() throws InterruptedException {
    for (int session = 1; acknowledged < batches.size(); session++) {
      try {
        converse(session <= BREAKS_MAX && random.nextInt(3) > 0);
      } catch (IOException _) {
        FaultPause.of(Duration.ofMillis(random.nextInt(2) * (long) random.nextInt(20)));
      }
    }
    try {
      Line line = history.connect(false);
      line.breakAfter(1 + random.nextInt(40), Line.anyEnd(random));
      line.say(new Ask.Fin());
      line.end(Line.anyEnd(random));
    } catch (IOException _) {
      // Broken off: the next session finds the agency open or finished.
    }
  }

  private void converse(boolean breaks) throws IOException {
    Line line = history.connect(false);
    if (breaks) {
      line.breakAfter(1 + random.nextInt(BYTES_BEFORE_BREAK), Line.anyEnd(random));
    }
    int from = Math.max(0, acknowledged - random.nextInt(SAID_AGAIN));
    int to = Math.min(batches.size(), from + 1 + random.nextInt(MESSAGES_MAX));
    line.say(batches.subList(from, to));
    for (int i = from; i < to; i++) {
      var _ = line.hearSuccess("the last ACK");
      acknowledged = Math.max(acknowledged, i + 1);
    }
    line.end(Line.anyEnd(random));
  }
}
