package loteria.ipc.folder;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A thread that checks a folder's files twice a second, until it is closed. Change notifications of
 * the system are not enough: they do not report the loss of a mount.
 */
public final class FolderWatch implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(500);

  private final Check check;
  private final Consumer<Throwable> changed;

  /** Written under the lock. */
  private volatile boolean closed;

  private FolderWatch(Check check, Consumer<Throwable> changed) {
    this.check = check;
    this.changed = changed;
  }

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
  public static FolderWatch start(Check check, Consumer<Throwable> changed) {
    var watch = new FolderWatch(check, changed);
    Thread.ofPlatform().name("folder-watch").daemon().start(watch::run);
    return watch;
  }

  private void run() {
    try {
      while (!closed) {
        LockSupport.parkNanos(EVERY.toNanos());
        checkUnlessClosed();
      }
    } catch (IOException | RuntimeException | Error e) {
      changed.accept(e);
    }
  }

  private synchronized void checkUnlessClosed() throws IOException {
    if (!closed) {
      check.check();
    }
  }

  /** Ends the watch; what it checks may be gone from now on. Waits for a check under way. */
  @Override
  public synchronized void close() {
    closed = true;
  }
}
