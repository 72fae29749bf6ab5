package loteria.supervisor.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.row.StoredBet;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.WorkerArguments;
import loteria.supervisor.draw.ReaderCommand;
import loteria.supervisor.fleet.ChangeOutcome;
import loteria.supervisor.status.Json;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the bets of a person in draws, one after another: a process reads a draw's log, and
 * prints what it finds. It gets the document by its standard input, since its arguments are in the
 * process list. Each search is carried out on the caller's thread, which waits for the operator to
 * read; so the memory that it takes does not depend on the number of bets.
 */
public final class BetSearch {
  private static final ActionLog LOG = new ActionLog(BetSearch.class);

  /** Each has a JVM. */
  private static final int AT_ONCE_MAX = 2;

  private static final Duration TURN_PATIENCE = Duration.ofSeconds(30);
  private static final Duration END_PATIENCE = Duration.ofSeconds(5);

  private static final String BET = "bet ";
  private static final String END = "end ";
  private static final String FAILED = "failed ";
  private static final String GONE = "the operator is gone";

  private final Draws draws;
  private final Duration turnPatience;
  private final Semaphore turns = new Semaphore(AT_ONCE_MAX, true);

  /** Where to search. */
  public interface Draws {
    /**
     * The draws to search, the oldest first.
     *
     * @param draw its name; null for all
     */
    List<Place> of(@Nullable String draw);
  }

  /**
   * A draw that can be searched.
   *
   * @param command starts the process that searches it
   */
  public record Place(String draw, List<String> command) {}

  /** A search of any draws. */
  public BetSearch(Draws draws) {
    this(draws, TURN_PATIENCE);
  }

  /** For tests. */
  BetSearch(Draws draws, Duration turnPatience) {
    this.draws = draws;
    this.turnPatience = turnPatience;
  }

  /**
   * A draw's place.
   *
   * @param worker starts a worker's JVM
   * @param folder the draw's
   */
  public static Place place(List<String> worker, Path folder, String draw) {
    var arguments = new WorkerArguments(WorkerArguments.BETS).with(WorkerArguments.FOLDER, folder);
    return new Place(draw, ReaderCommand.of(worker, arguments));
  }

  /**
   * Shows an operator each bet with a document, in the order of the log. Ends the process in any
   * case, also once the operator is gone.
   *
   * @param draw the only draw to search; null for all
   */
  ChangeOutcome find(String document, @Nullable String draw, Steps operator)
      throws IOException, InterruptedException {
    List<Place> places = draws.of(draw);
    if (places.isEmpty()) {
      return new ChangeOutcome.Failed("this server has not held a draw " + draw);
    }
    if (!turns.tryAcquire(turnPatience.toMillis(), TimeUnit.MILLISECONDS)) {
      return new ChangeOutcome.Failed(
          "other operators look up bets, and their searches have not ended: try again");
    }
    try {
      for (Place place : places) {
        ChangeOutcome outcome = run(place, document, operator);
        if (outcome instanceof ChangeOutcome.Failed) {
          return outcome;
        }
      }
      return new ChangeOutcome.Done(found(operator.shown()));
    } finally {
      turns.release();
    }
  }

  private static ChangeOutcome run(Place place, String document, Steps operator)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(place.command()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    operator.whenGone(process::destroyForcibly);
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      ask(process, document);
      ChangeOutcome outcome = read(place.draw(), lines, operator);
      if (outcome != null) {
        return outcome;
      }
      int code = process.waitFor();
      return failed(operator.isGone() ? GONE : ExitCode.describe(code), operator);
    } catch (IllegalArgumentException e) {
      // The last line of a process that was killed may be cut.
      boolean isEnded = process.waitFor(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      boolean wasKilled = isEnded && process.exitValue() != 0;
      return failed(wasKilled ? ExitCode.describe(process.exitValue()) : e.getMessage(), operator);
    } finally {
      process.destroyForcibly();
      if (!process.waitFor(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("operator", "pid", process.pid(), "error", "a search does not end");
      }
    }
  }

  /** The input stays open: its end would mean that this supervisor is gone. */
  private static void ask(Process process, String document) {
    try {
      Writer in = process.outputWriter(StandardCharsets.US_ASCII);
      in.write(document + "\n");
      in.flush();
    } catch (IOException e) {
      // It has ended already: its output, or its exit code, says why.
      LOG.detail("operator", "pid", process.pid(), "error", e);
    }
  }

  /** Passes on what the process prints; null when it ends without its last line. */
  private static @Nullable ChangeOutcome read(String draw, BufferedReader lines, Steps operator)
      throws IOException {
    long before = operator.shown();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(BET)) {
        StoredBet bet = StoredBet.read(line.substring(BET.length()));
        if (!operator.show(Json.of(FoundBet.of(draw, bet)))) {
          return failed(GONE, operator);
        }
      } else if (line.startsWith(FAILED)) {
        return failed(line.substring(FAILED.length()), operator);
      } else if (line.startsWith(END)) {
        return line.equals(END + (operator.shown() - before))
            ? new ChangeOutcome.Done(found(operator.shown()))
            : failed("the process found another number of bets than came", operator);
      }
      // Other lines are the JVM's own.
    }
    return null;
  }

  private static ChangeOutcome failed(@Nullable String why, Steps operator) {
    return new ChangeOutcome.Failed(
        String.format(
            Locale.ROOT, "the search ended early, behind %s: %s", found(operator.shown()), why));
  }

  private static String found(long bets) {
    if (bets == 0) {
      return "no bet with this document";
    }
    return String.format(Locale.ROOT, bets == 1 ? "%,d bet" : "%,d bets", bets);
  }
}
