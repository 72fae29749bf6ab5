package loteria.ledger.commit;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import loteria.ledger.state.Entry;

/**
 * Reads what a start does not: all of the log before its newest segment. So damage there is found
 * soon after a start, and not first by the draw. On a thread of its own, which rests for as long as
 * it reads.
 */
final class HistoryCheck {
  private static final long READ_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final GroupCommit commit;
  private final long newest;
  private final Consumer<Throwable> failed;
  private final Thread thread;
  private long readSince = System.nanoTime();
  private volatile boolean stopped;

  /**
   * @param newest where the newest segment begins
   * @param failed is told what is damaged
   */
  HistoryCheck(GroupCommit commit, long newest, Consumer<Throwable> failed) {
    this.commit = commit;
    this.newest = newest;
    this.failed = failed;
    this.thread = Thread.ofPlatform().name("history").daemon().unstarted(this::run);
  }

  void start() {
    if (newest > 0) {
      thread.start();
    }
  }

  /** Breaks it off, and returns once it reads no more. */
  void stop() throws InterruptedException {
    stopped = true;
    thread.interrupt();
    thread.join();
  }

  /** To the first entry of the newest segment, which says what is before it. */
  private void run() {
    try {
      commit.read(0, newest + 1, this::rest);
    } catch (IOException | RuntimeException | Error e) {
      if (!stopped) {
        failed.accept(e);
      }
    }
  }

  private void rest(Entry entry) {
    long read = System.nanoTime() - readSince;
    if (read >= READ_NANOS) {
      LockSupport.parkNanos(this, read);
      readSince = System.nanoTime();
    }
  }
}
