package loteria.e2e.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import loteria.e2e.RunningServer;
import org.jspecify.annotations.Nullable;

/**
 * A kill as soon as a step of a draw has come so far.
 *
 * @param isOfWorkers whether all workers are killed, not the supervisor
 */
record StepKill(Moment moment, boolean isOfWorkers) {
  /** How far a step has come. */
  enum Moment {
    /** The closing is in the ledger. */
    INTAKE_CLOSED,
    /** The file of the seal is there, which may not be in the ledger yet. */
    SEAL_WRITTEN,
    /** The number is in the ledger. */
    NUMBER_DRAWN,
    /** The winners are in their file, and the draw may not be in the ledger yet. */
    WINNERS_WRITTEN,
    /** The next draw has a folder. */
    NEXT_BEGUN,
    /** The next draw is in the list of draws. */
    NEXT_LISTED
  }

  /** The moments between an open intake and a seal. */
  static final List<Moment> CLOSING = List.of(Moment.INTAKE_CLOSED, Moment.SEAL_WRITTEN);

  /** Those between a seal and winners. */
  static final List<Moment> DRAWING = List.of(Moment.NUMBER_DRAWN, Moment.WINNERS_WRITTEN);

  /** Those between a draw and the next. */
  static final List<Moment> OPENING = List.of(Moment.NEXT_BEGUN, Moment.NEXT_LISTED);

  /** One at any of these moments, or none. */
  static @Nullable StepKill of(Random random, List<Moment> moments) {
    int choice = random.nextInt(moments.size() + 1);
    boolean isOfWorkers = random.nextInt(3) == 0;
    return choice == moments.size() ? null : new StepKill(moments.get(choice), isOfWorkers);
  }

  /** Whether the step has come so far, which is the next of its kind at this server. */
  Progress watch(RunningServer server, Path data, String draw, String next) {
    return switch (moment) {
      case INTAKE_CLOSED -> nextLine(server, "action: intake_closed");
      case NUMBER_DRAWN -> nextLine(server, "action: number_drawn");
      case SEAL_WRITTEN -> () -> Files.exists(data.resolve(draw).resolve("seal.csv"));
      case WINNERS_WRITTEN -> () -> Files.exists(data.resolve(draw).resolve("winners.csv"));
      case NEXT_BEGUN -> () -> Files.exists(data.resolve(next));
      case NEXT_LISTED -> () -> isListed(data.resolve("default+draws.csv"), next);
    };
  }

  /** Says whether it has come so far. */
  interface Progress {
    boolean hasCome() throws IOException;
  }

  private static Progress nextLine(RunningServer server, String text) {
    int before = server.program().lines(text).size();
    return () -> server.program().lines(text).size() > before;
  }

  private static boolean isListed(Path list, String draw) throws IOException {
    return Files.exists(list)
        && Files.readAllLines(list).stream().anyMatch(line -> line.startsWith(draw + ","));
  }
}
