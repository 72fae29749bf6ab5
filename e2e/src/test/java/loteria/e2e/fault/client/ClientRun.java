package loteria.e2e.fault.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import loteria.e2e.Dialer;
import loteria.e2e.StoredBets;
import loteria.e2e.fault.FaultPause;
import loteria.ipc.message.Reply;
import org.jspecify.annotations.Nullable;

/** A run of one client with an agency of its own; its seed decides everything that it does. */
final class ClientRun {
  private static final Duration RETRY_AFTER = Duration.ofMillis(50);
  private static final int ROWS_MAX = 160;

  private final long seed;
  private final ClientHistory history;
  private final Random random;
  private final Kind kind;
  private List<String> file = List.of();

  /** The last session of all, and its WELCOME. */
  private @Nullable Line closing;

  private Reply.Welcome end = new Reply.Welcome(0, 0, Reply.State.OPEN, 0, 0);

  /** The kind of a client. */
  enum Kind {
    RECUTTING,
    /** Two of them with the same file at once. */
    TWINS,
    TEXT,
    WILD,
    GAP
  }

  ClientRun(long seed, int agency, Dialer server) {
    this.seed = seed;
    this.history = new ClientHistory(agency, server);
    this.random = new Random(seed);
    // The first random numbers of neighbouring seeds are alike.
    random.nextLong();
    this.kind =
        switch (random.nextInt(16)) {
          case 0, 1, 2, 3, 4 -> Kind.RECUTTING;
          case 5, 6 -> Kind.TWINS;
          case 7, 8, 9 -> Kind.TEXT;
          case 10 -> Kind.GAP;
          default -> Kind.WILD;
        };
  }

  long seed() {
    return seed;
  }

  int agency() {
    return history.agency();
  }

  /** Its time is over: cuts all its sessions. */
  void cut() {
    history.cutAll();
  }

  /** Runs the client, and finally finishes the agency, if that has not been done. */
  void run() throws InterruptedException {
    try {
      act();
    } catch (IOException _) {
      // Broken off: some clients do not come back.
    }
    close();
  }

  private void act() throws IOException, InterruptedException {
    switch (kind) {
      case RECUTTING -> {
        file = FileOfBets.of(random.nextInt(ROWS_MAX), random);
        new RecuttingClient(history, file, random).send(Integer.MAX_VALUE);
      }
      case TWINS -> {
        file = FileOfBets.of(random.nextInt(ROWS_MAX), random);
        var other = new RecuttingClient(history, file, new Random(random.nextLong()));
        int sessions = random.nextInt(1, 5);
        var failure = new Violation[1];
        Thread twin =
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        other.send(sessions);
                      } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                      } catch (Violation e) {
                        failure[0] = e;
                      }
                    });
        new RecuttingClient(history, file, random).send(Integer.MAX_VALUE);
        twin.join();
        if (failure[0] != null) {
          throw failure[0];
        }
      }
      case TEXT -> {
        file = FileOfBets.of(random.nextInt(1, ROWS_MAX), random);
        new TextFileClient(history, file, random).send();
      }
      case WILD -> new WildClient(history, random).send();
      case GAP -> new GapClient(history, random).send();
    }
  }

  /** One more session: from its WELCOME on no earlier session can store anything. */
  private void close() throws InterruptedException {
    boolean closed = false;
    while (!closed) {
      try {
        closed = tryToClose();
      } catch (IOException _) {
        FaultPause.of(RETRY_AFTER);
      }
    }
  }

  private boolean tryToClose() throws IOException {
    Line last = history.connect(true);
    closing = last;
    last.say(new Ask.Hello());
    Reply reply = last.hear();
    if (!(reply instanceof Reply.Welcome welcome)) {
      throw new IOException("not now: " + reply);
    }
    end = welcome;
    history.hearOutBut(last);
    return true;
  }

  /** Finishes the agency with the rows that are stored of it. */
  void finish(StoredBets stored) {
    try {
      if (end.state() == Reply.State.OPEN) {
        Line last = history.connect(true);
        closing = last;
        last.say(List.of(new Ask.Hello(), new Ask.Finish(end.lastBatch(), rows(stored))));
        last.hear();
        Reply reply = last.hear();
        if (!(reply instanceof Reply.Finished)) {
          throw new Violation("in the end FINISH is answered by " + reply);
        }
      }
      Objects.requireNonNull(closing).drop();
    } catch (IOException e) {
      throw new Violation("in the end the server is away: " + e);
    }
  }

  List<String> rows(StoredBets stored) {
    return stored.of(agency()).stream().map(fields -> String.join(",", fields)).toList();
  }

  /** Compares the stored rows with the transcripts. */
  void check(StoredBets stored) {
    List<String> rows = rows(stored);
    assertEquals(end.bets(), rows.size(), "rows of what the last WELCOME counted");
    if (!file.isEmpty()) {
      assertEquals(file, rows, "the file and what is stored of it");
    }
    Judge.check(
        agency(),
        rows,
        Math.toIntExact(end.lastBatch()),
        history.transcripts(),
        Objects.requireNonNull(closing).transcript());
  }

  /** The client's name. */
  String name() {
    return "seed %d, %s".formatted(seed, kind);
  }

  /** All transcripts. */
  @Override
  public String toString() {
    return "agency %d%n%s".formatted(agency(), history);
  }
}
