package loteria.supervisor.control;

import java.io.IOException;
import java.time.Instant;
import java.util.function.Consumer;
import loteria.supervisor.fleet.ChangeOutcome;
import loteria.supervisor.status.Status;
import org.jspecify.annotations.Nullable;

/**
 * What operators can ask for. A long operation reports each step, and returns when it is over. Safe
 * for use by several threads.
 */
public interface Operations {
  /** The same operations on the draw of this name; null if it is not the current one. */
  @Nullable Operations ofDraw(String name);

  /** Everything as it is. */
  Status status();

  /** Has so many workers from now on; who must leave finishes what it has in hand. */
  ChangeOutcome scale(int workers, Consumer<String> steps) throws InterruptedException;

  /** Replaces all workers, one after the other, each by a process that is ready. */
  ChangeOutcome reload(Consumer<String> steps) throws InterruptedException;

  /** Stops the intake; returns once nothing is in hand. */
  ChangeOutcome drain(Consumer<String> steps) throws IOException, InterruptedException;

  /** Begins the supervisor's end; returns at once. */
  ChangeOutcome stop();

  /** Takes an agency that is gone for good as finished with what is stored. */
  ChangeOutcome close(int agency) throws InterruptedException;

  /** Closes the intake: what agencies have not stored by then is not taken. */
  ChangeOutcome closeIntake() throws InterruptedException;

  /** Takes a number as the one drawn, once what is stored is sealed. */
  ChangeOutcome draw(int number) throws InterruptedException;

  /** Opens the next draw, once the current one has been made. */
  ChangeOutcome open(String name, @Nullable Instant closesAt, Consumer<String> steps)
      throws InterruptedException;
}
