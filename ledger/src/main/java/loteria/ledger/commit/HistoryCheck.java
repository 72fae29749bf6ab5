package loteria.ledger.commit;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import loteria.ipc.logging.ActionLog;
import loteria.ledger.log.Log;
import loteria.ledger.state.Entry;

/**
 * Reads once, in the background, what a start skips: every segment before the newest. Damage there
 * is found soon after the start and not first by the draw. Its own thread rests for as long as it
 * reads.
 *
 * <p>A segment that cannot be opened, for example because the process has too many open files, is
 * tried again a second later and for as long as that takes.
 */
final class HistoryCheck {
  private static final long READ_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final ActionLog LOG = new ActionLog(HistoryCheck.class);

  private final Source source;
  private final long newest;
  private final long retryNanos;
  private final Consumer<Throwable> failed;
  private final Thread thread;
  private long readSince = System.nanoTime();
  private long checkedTo;
  private volatile boolean stopped;

  /** Where entries are read from. */
  interface Source {
    /** Shows the entries from one position to another; fails where one is damaged. */
    void read(long from, long to, Log.Visitor visitor) throws IOException;
  }

  /**
   * @param newest position where the newest segment begins
   * @param failed receives the failure when an entry is damaged or cannot be read
   */
  HistoryCheck(Source source, long newest, Consumer<Throwable> failed) {
    this(source, newest, TimeUnit.SECONDS.toNanos(1), failed);
  }

  HistoryCheck(Source source, long newest, long retryNanos, Consumer<Throwable> failed) {
    this.source = source;
    this.newest = newest;
    this.retryNanos = retryNanos;
    this.failed = failed;
    this.thread = Thread.ofPlatform().name("history").daemon().unstarted(this::run);
  }

  void start() {
    if (newest > 0) {
      thread.start();
    }
  }

  /** Interrupts the check; returns once its thread has ended. */
  void stop() throws InterruptedException {
    stopped = true;
    thread.interrupt();
    thread.join();
  }

  private void run() {
    try {
      while (!stopped && !isChecked()) {
        LockSupport.parkNanos(this, retryNanos);
      }
    } catch (IOException | RuntimeException | Error e) {
      if (!stopped) {
        failed.accept(e);
      }
    }
  }

  /** Reads up to the newest segment's first entry, which states what is before it. */
  private boolean isChecked() throws IOException {
    try {
      source.read(checkedTo, newest + 1, this::checked);
      return true;
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      LOG.warn("history", "position", checkedTo, "error", e);
      return false;
    }
  }

  private void checked(Entry entry) {
    checkedTo = entry.end();
    long read = System.nanoTime() - readSince;
    if (read >= READ_NANOS) {
      LockSupport.parkNanos(this, read);
      readSince = System.nanoTime();
    }
  }
}
