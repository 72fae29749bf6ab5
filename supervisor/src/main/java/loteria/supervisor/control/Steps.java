package loteria.supervisor.control;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import loteria.ipc.logging.ActionLog;
import loteria.supervisor.fleet.ChangeOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Passes on the steps of a command, on a thread of its own: its executor must not wait for an
 * operator who does not read. An operator who is gone changes nothing. What a command shows is
 * passed on by the thread that shows it, which does wait: so it needs no memory.
 */
final class Steps implements AutoCloseable {
  private static final ActionLog LOG = new ActionLog(Steps.class);

  /** How long the operator hears nothing at most. */
  static final Duration SILENCE = Duration.ofSeconds(1);

  private final BlockingQueue<ControlReply> unsaid = new LinkedBlockingQueue<>();
  private final ReentrantLock speaking = new ReentrantLock();
  private final CompletableFuture<@Nullable Void> gone = new CompletableFuture<>();
  private final Operator operator;
  private final Thread thread;

  /** Used by the thread that shows. */
  private long shown;

  /** Says one thing to the operator. */
  interface Operator {
    void hears(ControlReply said) throws IOException;
  }

  Steps(Operator operator) {
    this.operator = operator;
    thread = Thread.ofVirtual().name("steps").start(this::sayAll);
  }

  /**
   * Shows the operator a line, and waits until it is written. Used by one thread, before {@link
   * #over}.
   *
   * @return false when the operator is gone
   */
  boolean show(String line) {
    try {
      say(new ControlReply(ControlReply.PROGRESS, line));
      shown++;
      return true;
    } catch (IOException e) {
      leave(e);
      return false;
    }
  }

  /** How many lines have been shown. */
  long shown() {
    return shown;
  }

  /** Whether the operator is known to be gone. */
  boolean isGone() {
    return gone.isDone();
  }

  /** Has something done once the operator is found to be gone: within a second or so. */
  void whenGone(Runnable end) {
    var _ = gone.thenRun(end);
  }

  /** A step has been done. */
  void add(String step) {
    unsaid.add(new ControlReply(ControlReply.PROGRESS, step));
  }

  /** It is over. */
  void over(ChangeOutcome outcome) {
    unsaid.add(
        switch (outcome) {
          case ChangeOutcome.Done(String text) -> new ControlReply(ControlReply.DONE, text);
          case ChangeOutcome.Failed(String reason) -> new ControlReply(ControlReply.FAILED, reason);
        });
  }

  /** Waits until all is said. */
  @Override
  public void close() throws IOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  private void sayAll() {
    try {
      ControlReply said;
      do {
        said = unsaid.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
        said = said == null ? ControlReply.STILL_ALIVE : said;
        say(said);
      } while (said.equals(ControlReply.STILL_ALIVE) || said.kind().equals(ControlReply.PROGRESS));
    } catch (IOException e) {
      leave(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** A line at a time: two threads may speak. */
  private void say(ControlReply said) throws IOException {
    speaking.lock();
    try {
      operator.hears(said);
    } finally {
      speaking.unlock();
    }
  }

  private void leave(IOException why) {
    LOG.detail("control", "error", why);
    gone.complete(null);
  }
}
