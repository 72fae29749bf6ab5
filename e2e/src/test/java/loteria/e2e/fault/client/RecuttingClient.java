package loteria.e2e.fault.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loteria.e2e.fault.FaultPause;
import loteria.ipc.message.Reply;

/**
 * A client that sends a file in the native dialect. Its sessions break off at any byte, and it
 * reconnects immediately, continues from WELCOME's count and cuts the rest into other batches.
 * Sometimes it first sends a batch with a bad row, and others behind it; repeats stored batches;
 * asks for the results.
 */
final class RecuttingClient {
  private static final int BREAKS_MAX = 12;
  private static final int BYTES_BEFORE_BREAK = 3_000;
  private static final int ROWS_PER_BATCH = 9;
  private static final int WINDOW = 12;

  private final ClientHistory history;
  private final List<String> file;
  private final Random random;

  RecuttingClient(ClientHistory history, List<String> file, Random random) {
    this.history = history;
    this.file = file;
    this.random = random;
  }

  /**
   * Sends until everything is finished, or this many sessions have ended before.
   *
   * @param sessionsMax how many sessions to begin at most
   */
  void send(int sessionsMax) throws InterruptedException {
    boolean finished = false;
    for (int session = 1; !finished && session <= sessionsMax; session++) {
      try {
        finished = converse(session <= BREAKS_MAX && random.nextInt(10) > 0);
      } catch (IOException _) {
        // Broken off, or asked to come again: half the times immediately.
        FaultPause.of(Duration.ofMillis(random.nextInt(2) * (long) random.nextInt(20)));
      }
    }
  }

  /** Holds one session; returns whether the agency is finished. */
  private boolean converse(boolean breaks) throws IOException {
    Line line = history.connect(true);
    if (breaks) {
      line.breakAfter(1 + random.nextInt(BYTES_BEFORE_BREAK), Line.anyEnd(random));
    }
    line.say(new Ask.Hello());
    Reply.Welcome welcome = heard(line, Reply.Welcome.class);
    if (welcome.state() == Reply.State.OPEN) {
      sendFrom(line, welcome);
    } else if (welcome.bets() != file.size()) {
      throw new Violation("finished with %d of %d".formatted(welcome.bets(), file.size()));
    }
    return true;
  }

  private void sendFrom(Line line, Reply.Welcome welcome) throws IOException {
    int window = 1 + random.nextInt(WINDOW);
    int at = Math.toIntExact(welcome.bets());
    long id = welcome.lastBatch() + 1;
    int hears = random.nextInt(4) == 0 ? random.nextInt(BREAKS_MAX) : Integer.MAX_VALUE;
    List<Ask> together = new ArrayList<>();
    while (at < file.size() || line.transcript().unanswered() > 0) {
      int room = at < file.size() ? window - line.transcript().unanswered() : 0;
      for (int i = random.nextInt(1, 5); i > 0 && room > 0 && at < file.size(); i--, room--) {
        int end = Math.min(file.size(), at + 1 + random.nextInt(ROWS_PER_BATCH));
        add(together, id++, at, end);
        at = end;
      }
      if (!together.isEmpty()) {
        line.say(together);
        together.clear();
      }
      while (line.transcript().unanswered() >= window
          || (line.transcript().unanswered() > 0 && (at == file.size() || random.nextBoolean()))) {
        heard(line, Reply.class);
        if (hears-- == 0) {
          line.end(Line.anyEnd(random));
          throw new Line.Broken();
        }
      }
    }
    finish(line, id - 1);
  }

  /** The next batch, and the extra requests of an unfriendly client around it. */
  private void add(List<Ask> together, long id, int at, int end) {
    var batch = new Ask.Batch(id, file.subList(at, end));
    switch (random.nextInt(24)) {
      case 0 -> {
        // It has a bad row and is followed immediately by the next one: both are sent again.
        together.add(new Ask.Batch(id, List.of(FileOfBets.bad(file.get(at)))));
        together.add(new Ask.Batch(id + 1, file.subList(at, end)));
        together.add(batch);
      }
      case 1 -> together.addAll(List.of(batch, batch));
      case 2 -> together.addAll(List.of(new Ask.Results(false), batch));
      case 3 -> together.addAll(List.of(batch, new Ask.Ping()));
      default -> together.add(batch);
    }
  }

  private void finish(Line line, long batches) throws IOException {
    var finish = new Ask.Finish(batches, file);
    line.say(random.nextInt(4) == 0 ? List.of(finish, finish) : List.of(finish));
    while (line.transcript().unanswered() > 0) {
      heard(line, Reply.Finished.class);
    }
    if (random.nextBoolean()) {
      line.say(new Ask.Results(random.nextBoolean()));
    }
    line.end(Line.anyEnd(random));
  }

  private static <T extends Reply> T heard(Line line, Class<T> type) throws IOException {
    return type.cast(line.hearSuccess("WELCOME"));
  }
}
