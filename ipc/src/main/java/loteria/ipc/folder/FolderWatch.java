package loteria.ipc.folder;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Looks at a folder's files twice a second for as long as the process lives. A system that tells of
 * changes by itself would not tell of a mount that is lost.
 */
public final class FolderWatch {
  private static final Duration EVERY = Duration.ofMillis(500);

  private FolderWatch() {}

  /** What is looked at. */
  public interface Check {
    /** Throws when something is not as it should be. */
    void check() throws IOException;
  }

  /**
   * Watches from now on; what is there now has been looked at.
   *
   * @param changed called at most once, on the watching thread: the check failed
   */
  public static void start(Check check, Consumer<Throwable> changed) {
    Thread.ofPlatform().name("folder-watch").daemon().start(() -> watch(check, changed));
  }

  private static void watch(Check check, Consumer<Throwable> changed) {
    try {
      while (true) {
        LockSupport.parkNanos(EVERY.toNanos());
        check.check();
      }
    } catch (IOException | RuntimeException | Error e) {
      changed.accept(e);
    }
  }
}
