package loteria.e2e.fault.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import loteria.ipc.message.Reply;

/**
 * A client that sends any request that the protocol has, in up to three sessions at once and in
 * both dialects: the next batch, a repeated one, one with other content, one after a gap, one with
 * a bad row, FINISH early or twice, RESULTS at any time, a second HELLO. {@link Judge} decides
 * whether the outcome is allowed.
 */
final class WildClient {
  private static final int SESSIONS_AT_ONCE = 3;
  private static final int BYTES_BEFORE_BREAK = 2_000;

  private final ClientHistory history;
  private final Random random;
  private final List<Line> open = new ArrayList<>();

  /** The next batch of each session. */
  private final Map<Line, Long> next = new HashMap<>();

  private final List<Ask.Batch> sent = new ArrayList<>();
  private long acknowledged;
  private int rows;

  WildClient(ClientHistory history, Random random) {
    this.history = history;
    this.random = random;
  }

  void send() {
    for (int step = random.nextInt(10, 40); step > 0; step--) {
      if (open.isEmpty() || (open.size() < SESSIONS_AT_ONCE && random.nextInt(5) == 0)) {
        open();
      } else {
        act(open.get(random.nextInt(open.size())));
      }
    }
  }

  private void open() {
    try {
      boolean isNative = random.nextInt(4) > 0;
      Line line = history.connect(isNative);
      next.put(line, acknowledged + 1);
      if (random.nextInt(3) == 0) {
        line.breakAfter(1 + random.nextInt(BYTES_BEFORE_BREAK), Line.anyEnd(random));
      }
      if (isNative) {
        line.say(new Ask.Hello());
        if (random.nextInt(8) > 0) {
          hear(line);
        }
      }
      open.add(line);
    } catch (IOException _) {
      // Broken off, or refused: the next step opens another.
    }
  }

  private void act(Line line) {
    try {
      switch (random.nextInt(10)) {
        case 0 -> {
          open.remove(line);
          line.end(Line.anyEnd(random));
        }
        case 1, 2, 3, 4 -> hear(line);
        default -> say(line);
      }
    } catch (IOException _) {
      open.remove(line);
    }
  }

  private void say(Line line) throws IOException {
    List<Ask> together = new ArrayList<>();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      together.add(line.transcript().isNative() ? anyAsk(line) : anyTextAsk(line));
    }
    line.say(together);
  }

  /** Receives outstanding replies, except those that wait for the draw. */
  private void hear(Line line) throws IOException {
    Transcript transcript = line.transcript();
    while (transcript.unanswered() > 0 && !transcript.firstUnanswered().waitsForDraw()) {
      Reply reply = line.hear();
      switch (reply) {
        case Reply.Welcome welcome -> next.put(line, welcome.lastBatch() + 1);
        case Reply.Ack(long batch, int _) -> acknowledged = Math.max(acknowledged, batch);
        case Reply.Failure failure -> throw new IOException(failure.text());
        case null -> throw new IOException("closed");
        case Reply.Refused _,
            Reply.Finished _,
            Reply.WinnersPart _,
            Reply.Winners _,
            Reply.Pending _,
            Reply.Sealed _,
            Reply.Pong _ -> {}
      }
    }
  }

  private Ask anyTextAsk(Line line) {
    return random.nextInt(40) == 0 ? new Ask.Fin() : anyBatch(line);
  }

  private Ask anyAsk(Line line) {
    return switch (random.nextInt(60)) {
      case 0 -> new Ask.Finish(next(line) - 1, believed(next(line) - 1));
      case 1 -> new Ask.Finish(next(line), believed(next(line) - 1));
      case 2, 3 -> new Ask.Results(false);
      case 4, 5 -> new Ask.Ping();
      case 6 -> new Ask.Hello();
      case 7 -> new Ask.Results(true);
      default -> anyBatch(line);
    };
  }

  private Ask.Batch anyBatch(Line line) {
    long id = next(line);
    Ask.Batch batch =
        switch (random.nextInt(20)) {
          case 0, 1 -> sent.isEmpty() ? fresh(id) : sent.get(random.nextInt(sent.size()));
          case 2 -> fresh(random.nextLong(1, id + 1));
          case 3 -> fresh(id + 1 + random.nextInt(2));
          case 4 -> new Ask.Batch(id, List.of(row(), FileOfBets.bad(row())));
          default -> fresh(id);
        };
    if (batch.id() == id && !batch.isBad()) {
      next.put(line, id + 1);
    }
    sent.add(batch);
    return batch;
  }

  private long next(Line line) {
    return next.getOrDefault(line, 1L);
  }

  private Ask.Batch fresh(long id) {
    List<String> fresh = new ArrayList<>();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      fresh.add(row());
    }
    return new Ask.Batch(id, List.copyOf(fresh));
  }

  private String row() {
    return FileOfBets.row("W" + rows++, random);
  }

  /** The content of the first batches, if each was stored as it was sent first. */
  private List<String> believed(long batches) {
    List<String> believed = new ArrayList<>();
    for (long id = 1; id <= batches; id++) {
      long wanted = id;
      sent.stream()
          .filter(batch -> batch.id() == wanted && !batch.isBad())
          .findFirst()
          .ifPresent(batch -> believed.addAll(batch.rows()));
    }
    return believed;
  }
}
