package loteria.e2e.fault.client;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import loteria.ipc.message.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A client that leaves a batch out and still sends the end in the same write; then it sends the
 * missing batch. In either dialect.
 */
final class GapClient {
  private final ClientHistory history;
  private final Random random;

  GapClient(ClientHistory history, Random random) {
    this.history = history;
    this.random = random;
  }

  void send() throws IOException {
    boolean isNative = random.nextBoolean();
    List<String> file = FileOfBets.of(9, random);
    var first = new Ask.Batch(1, file.subList(0, 3));
    var second = new Ask.Batch(2, file.subList(3, 6));
    var third = new Ask.Batch(3, file.subList(6, 9));
    Line line = history.connect(isNative);
    line.say(
        isNative
            ? List.of(new Ask.Hello(), first, third, new Ask.Finish(1, first.rows()), second)
            : List.of(first, third, new Ask.Fin()));
    Reply last = last(line);
    line.end(Line.anyEnd(random));
    Line again = history.connect(isNative);
    again.say(isNative ? List.of(new Ask.Hello(), first, second, third) : List.of(second));
    if (isNative) {
      again.hear();
    }
    Reply reply = again.hear();
    // A server that asked to come again may have served neither.
    boolean hasGap = last instanceof Reply.Failure failure && !line.maySimplyComeAgain(failure);
    boolean fails = reply instanceof Reply.Failure failure && !again.maySimplyComeAgain(failure);
    if (hasGap && fails) {
      throw new Violation("the missing batch is answered by " + reply);
    }
    again.end(Line.anyEnd(random));
  }

  /** Receives the rest of the session. */
  private static @Nullable Reply last(Line line) throws IOException {
    Reply last = null;
    Reply next = line.hear();
    while (next != null) {
      last = next;
      next = last instanceof Reply.Failure ? null : line.hear();
    }
    return last;
  }
}
