package loteria.brokers;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits, up to a limit, for what other processes do. */
final class Await {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

  /** Looks once, and returns at once or within a few seconds. */
  interface Look<T> {
    /**
     * What was awaited, or empty if it is not yet so.
     *
     * @throws ExecutionException if a broker does not answer: it is asked again
     */
    Optional<T> look() throws ExecutionException, InterruptedException;
  }

  private Await() {}

  /**
   * Looks until there is a result.
   *
   * @param what is awaited, for the message
   * @throws IllegalStateException if it is not so within the limit, or the thread is interrupted
   */
  static <T> T until(String what, Duration limit, Look<T> look) {
    long deadline = System.nanoTime() + limit.toNanos();
    ExecutionException last = null;
    try {
      while (true) {
        try {
          Optional<T> found = look.look();
          if (found.isPresent()) {
            return found.get();
          }
        } catch (ExecutionException e) {
          last = e;
        }
        if (System.nanoTime() - deadline >= 0) {
          throw tooLate(what, limit, last);
        }
        Thread.sleep(POLL);
      }
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  /**
   * Waits for the end of a process that has got SIGKILL, even in a thread that was interrupted.
   *
   * @throws IllegalStateException if the kernel takes longer than 10 s
   */
  static void killed(String what, Process process) {
    try {
      process.onExit().orTimeout(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      throw tooLate("the end of " + what, KILL_LIMIT, e);
    }
  }

  static IllegalStateException tooLate(String what, Duration limit, @Nullable Exception last) {
    return new IllegalStateException(
        "waited " + limit.toSeconds() + " s without result for " + what, last);
  }

  static IllegalStateException interrupted(String what, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting for " + what, e);
  }
}
