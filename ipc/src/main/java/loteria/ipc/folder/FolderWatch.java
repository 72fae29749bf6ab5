package loteria.ipc.folder;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A thread that checks a folder's files twice a second for as long as the process lives. Change
 * notifications of the system are not enough: they do not report the loss of a mount.
 */
public final class FolderWatch {
  private static final Duration EVERY = Duration.ofMillis(500);

  private FolderWatch() {}

  /** The check. */
  public interface Check {
    /** Throws if a file is not as it should be. */
    void check() throws IOException;
  }

  /**
   * Starts watching; the caller has checked the present state.
   *
   * @param changed called at most once, on the watching thread, when the check failed
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
