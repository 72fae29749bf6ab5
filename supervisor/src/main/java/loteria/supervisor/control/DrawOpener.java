package loteria.supervisor.control;

import java.time.Instant;
import java.util.function.Consumer;
import loteria.supervisor.fleet.ChangeOutcome;
import org.jspecify.annotations.Nullable;

/** Opens the next draw. Safe for use by several threads. */
public interface DrawOpener {
  /** Why a draw cannot be opened, nor workers be changed, while one is being opened. */
  String BUSY = "the server starts, or a draw is being opened: try again in a moment";

  /** Whether the server starts, or a draw is being opened. */
  boolean isBusy();

  /**
   * Opens a draw, which becomes the current one.
   *
   * @param closesAt when its intake closes by itself, or null
   * @param steps receives each step
   */
  ChangeOutcome open(String name, @Nullable Instant closesAt, Consumer<String> steps)
      throws InterruptedException;
}
