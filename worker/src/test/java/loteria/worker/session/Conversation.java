package loteria.worker.session;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;

/** What an agency said in one session and was answered: any agency could have said the same. */
final class Conversation {
  private static final int LENGTH_MAX = 9;
  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

  private final List<Saying> sayings = new ArrayList<>();

  /** Fewer than the requests where the session was ended by one. */
  private final List<Reply> answers = new ArrayList<>();

  /** A request, but for the agency that it is from. */
  private interface Saying {
    Request by(int agency);
  }

  /** What a batch has for rows. */
  private enum Rows {
    GOOD,
    OTHER,
    NONE,
    BAD,
    /** One of two is of another agency. */
    FOREIGN,
    /** Good rows, one fewer than it says. */
    MISCOUNTED;

    Request.Batch of(int agency, long id) {
      String row = Served.row(agency, id, "%04d".formatted(id));
      return switch (this) {
        case GOOD -> Served.batch(id, row + row);
        case OTHER -> Served.batch(id, Served.row(agency, 99, "7574"));
        case NONE -> Served.batch(id, "");
        case BAD -> Served.batch(id, Served.row(agency, id, "10000"));
        case FOREIGN -> Served.batch(id, row + Served.row(agency + 1, id, "1"));
        case MISCOUNTED -> new Request.Batch(id, 2, Served.batch(id, row).content());
      };
    }
  }

  private record Batch(long id, Rows rows) implements Saying {
    @Override
    public Request.Batch by(int agency) {
      return rows.of(agency, id);
    }
  }

  /** All is sent, of which these batches are stored; {@code more} of them than there are. */
  private record Finish(List<Batch> stored, int more) implements Saying {
    @Override
    public Request by(int agency) {
      List<Request.Batch> batches = stored.stream().map(batch -> batch.by(agency)).toList();
      long bets = batches.stream().mapToLong(Request.Batch::rows).sum();
      return new Request.Finish(batches.size() + more, bets, Peer.digest(batches));
    }
  }

  private record Simple(Request request) implements Saying {
    @Override
    public Request by(int agency) {
      return request;
    }
  }

  private record Hello() implements Saying {
    @Override
    public Request by(int agency) {
      return new Request.Hello(agency, "");
    }
  }

  private Conversation() {}

  /** Holds one with a worker, as a random agency would. */
  static Conversation random(Random random, Served worker, int agency, SessionStart start)
      throws IOException {
    var held = new Conversation();
    List<Batch> stored = new ArrayList<>();
    int length = 1 + random.nextInt(LENGTH_MAX);
    try (Peer peer = worker.connect(start)) {
      boolean open = true;
      while (held.length() < length) {
        Saying saying = held.sayings.isEmpty() ? hello(random) : next(random, stored);
        held.sayings.add(saying);
        if (open) {
          Reply answer = peer.ask(saying.by(agency));
          if (answer == null) {
            throw new IOException("no answer to " + saying);
          }
          held.answers.add(answer);
          open = !(answer instanceof Reply.Failure);
          if (saying instanceof Batch batch
              && answer instanceof Reply.Ack
              && batch.id() == stored.size() + 1) {
            stored.add(batch);
          }
        }
      }
    }
    return held;
  }

  private static Saying hello(Random random) {
    return random.nextInt(40) == 0 ? new Simple(new Request.Results(false)) : new Hello();
  }

  private static Saying next(Random random, List<Batch> stored) {
    return switch (random.nextInt(20)) {
      case 0 -> new Finish(List.copyOf(stored), 0);
      case 1 -> new Finish(List.copyOf(stored), random.nextInt(2));
      case 2 -> new Simple(new Request.Results(false));
      case 3 -> new Simple(new Request.Ping(Bytes.of(new byte[] {7})));
      case 4 -> random.nextInt(4) == 0 ? new Hello() : batch(random, stored.size() + 1);
      case 5, 6, 7, 8 -> new Batch(stored.size() + 1, Rows.GOOD);
      case 9, 10 -> stored.isEmpty() ? batch(random, 1) : again(random, stored);
      default -> batch(random, Math.max(0, stored.size() + 1 + random.nextInt(4) - 2));
    };
  }

  private static Saying again(Random random, List<Batch> stored) {
    return stored.get(random.nextInt(stored.size()));
  }

  private static Saying batch(Random random, long id) {
    Rows[] all = Rows.values();
    // One that says what it does not hold ends the session: seldom.
    Rows rows = all[random.nextInt(all.length)];
    return new Batch(id, rows == Rows.MISCOUNTED && random.nextInt(4) > 0 ? Rows.BAD : rows);
  }

  /** How many requests it has. */
  int length() {
    return sayings.size();
  }

  /** The requests of a part of it. */
  Request[] requests(int agency, int from, int to) {
    return sayings.subList(from, to).stream()
        .map(saying -> saying.by(agency))
        .toArray(Request[]::new);
  }

  List<Reply> answers() {
    return answers;
  }

  /** How many answers there are to the first so many requests. */
  int answersTo(int requests) {
    return Math.min(requests, answers.size());
  }

  /** Whether the session is over after so many answers. */
  boolean endsWith(int answered) {
    return answered > 0 && answers.get(answered - 1) instanceof Reply.Failure;
  }

  String word(int answer) {
    return word(answers.get(answer));
  }

  List<String> words(int from, int to) {
    return IntStream.range(from, to).mapToObj(this::word).toList();
  }

  /** An answer without what other agencies, and what has been stored since, make of it. */
  static String word(@Nullable Reply answer) {
    return switch (answer) {
      case null -> "none";
      case Reply.Welcome _ -> "WELCOME";
      case Reply.Pending _ -> "PENDING";
      case Reply.Finished _ -> "FINISHED";
      case Reply.Failure failure -> failure.code().toString();
      default -> answer.toString();
    };
  }

  /** What the next worker of the session is sent after these replies, by the protocol. */
  static SessionStart resumed(long epoch, int agency, List<Reply> had) {
    long refused = 0;
    boolean welcomed = false;
    for (Reply reply : had) {
      welcomed |= reply instanceof Reply.Welcome;
      if (reply instanceof Reply.Refused(long batch, var rows) && !rows.isEmpty()) {
        refused = batch;
      } else if (reply instanceof Reply.Ack(long batch, int _) && batch >= refused) {
        refused = 0;
      }
    }
    return new SessionStart(Dialect.NATIVE, epoch, welcomed ? agency : 0, refused, DAY, 0);
  }

  @Override
  public String toString() {
    return sayings + " answered " + words(0, answers.size());
  }
}
