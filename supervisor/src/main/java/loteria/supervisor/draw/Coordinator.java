package loteria.supervisor.draw;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.logging.Logging;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.runtime.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of the draw: knows which agencies have finished, has the draw made once all have,
 * and sends every worker the winners.
 *
 * <p>All its knowledge comes from workers, who read it in the ledger: after a restart of everything
 * it knows the same again. Its own thread makes the draw; see {@link Drawing}.
 */
public final class Coordinator implements AutoCloseable {
  private static final ActionLog LOG = new ActionLog(Coordinator.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

  private final int winningNumber;
  private final Clock clock;
  private final boolean follows;
  private final Consumer<ExitCode> failed;
  private final WorkerLinks links = new WorkerLinks();
  private final Drawing drawing;
  private final Thread thread = Thread.ofPlatform().name("draw").daemon().unstarted(this::run);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@link #lock}, as is all below. */
  private final Finishers finishers;

  private boolean hasHeard;
  private long logEnd;
  private Instant since;
  private @Nullable DrawRecord recorded;
  private WinnersFile.@Nullable Content drawn;
  private @Nullable Instant drawnAt;

  /**
   * @param folder the draw's folder
   * @param access who may use the winners' file
   * @param agencies how many take part
   * @param clock the time of events
   * @param follows whether the draw is left to other servers
   * @param failed called if the draw cannot be made or recorded, with what to exit
   */
  public Coordinator(
      Path folder,
      FileAccess access,
      int agencies,
      int winningNumber,
      Clock clock,
      boolean follows,
      Consumer<ExitCode> failed) {
    this.failed = failed;
    this.clock = clock;
    this.follows = follows;
    this.drawing = new Drawing(links, new WinnersFile(folder, access));
    this.finishers = new Finishers(agencies);
    this.winningNumber = winningNumber;
    this.since = clock.instant();
  }

  /** Starts waiting for the moment of the draw; returns immediately. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  /** Adds a worker that has read the ledger. */
  public void joined(WorkerLink link, WorkerMessage.LogSummary ledger) {
    lock.lock();
    try {
      if (link.isEnded()) {
        return;
      }
      links.add(link);
      link.joined();
      hasHeard = true;
      ledger.finished().forEach(finishers::finished);
      logEnd = Math.max(logEnd, ledger.end());
      if (!ledger.drawn().isEmpty()) {
        recorded = ledger.drawn().getFirst();
      }
      if (drawn != null) {
        link.drawn(drawn.draw());
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Removes a worker. */
  void left(WorkerLink link) {
    links.remove(link);
  }

  /** An agency has finished, durably. */
  void finished(int agency, long logEnd) {
    lock.lock();
    try {
      this.logEnd = Math.max(this.logEnd, logEnd);
      if (finishers.finished(agency)) {
        since = clock.instant();
        LOG.success("agency_finished", "agency", agency, "missing", finishers.missing());
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The draw has been recorded, by this server or another.
   *
   * @param end the log's end: all bets are before it
   */
  void found(DrawRecord draw, long end) {
    lock.lock();
    try {
      logEnd = Math.max(logEnd, end);
      if (recorded == null) {
        recorded = draw;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes an agency: has it recorded as finished with the bets that are stored.
   *
   * @param patience how long to wait for a worker to record it
   * @return whether the ledger has it
   */
  public boolean closeAgency(int agency, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    WorkerLink asked = null;
    long askedNanos = System.nanoTime();
    lock.lock();
    try {
      while (finishers.isMissing(agency)) {
        // A replicated log may not have answered in time.
        boolean isLongAgo = System.nanoTime() - askedNanos >= ASK_AGAIN.toNanos();
        if (asked == null || asked.isEnded() || isLongAgo) {
          asked = links.now().stream().findFirst().orElse(null);
          askedNanos = System.nanoTime();
          if (asked != null) {
            asked.closeAgency(agency);
          }
        }
        if (System.nanoTime() - deadline >= 0) {
          return false;
        }
        // Woken by time too, not only by news: its worker may die without a message.
        long _ = changed.awaitNanos(LOOK_EVERY.toNanos());
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether an agency that takes part has not finished. */
  public boolean isMissing(int agency) {
    lock.lock();
    try {
      return finishers.isMissing(agency);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the draw has been made. */
  public boolean isDrawn() {
    lock.lock();
    try {
      return drawn != null;
    } finally {
      lock.unlock();
    }
  }

  /** The progress of the draw. */
  public DrawProgress progress() {
    lock.lock();
    try {
      return new DrawProgress(
          finishers.finished(),
          finishers.missing(),
          finishers.missing(DrawProgress.FIRST_MAX),
          since,
          drawnAt,
          drawn == null ? null : drawn.counts());
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      DrawRecord before = awaitMoment();
      publish(before == null ? drawing.make(winningNumber, bytes()) : recover(before));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.fail("draw", "error", e);
      failed.accept(
          e instanceof OtherDrawException ? ExitCode.LEDGER_DAMAGED : ExitCode.DISK_FAILED);
    }
  }

  /**
   * Waits until all have finished, or until the ledger has a draw.
   *
   * @return the draw that the ledger has, or null
   */
  private @Nullable DrawRecord awaitMoment() throws InterruptedException {
    lock.lock();
    try {
      while (!hasHeard || (recorded == null && (follows || finishers.missing() > 0))) {
        changed.await();
      }
      return recorded;
    } finally {
      lock.unlock();
    }
  }

  private WinnersFile.Content recover(DrawRecord before) throws IOException, InterruptedException {
    if (before.winningNumber() != winningNumber) {
      LOG.warn(
          "draw",
          "error",
          String.format(
              Locale.ROOT,
              "the draw was made with %04d; %04d is ignored",
              before.winningNumber(),
              winningNumber));
    }
    return drawing.recover(before, bytes());
  }

  private void publish(WinnersFile.Content content) {
    // The draw is logged before any agency learns of it.
    Logging.flushNow();
    lock.lock();
    try {
      drawn = content;
      drawnAt = clock.instant();
      links.now().forEach(link -> link.drawn(content.draw()));
    } finally {
      lock.unlock();
    }
  }

  private long bytes() {
    lock.lock();
    try {
      return logEnd;
    } finally {
      lock.unlock();
    }
  }
}
