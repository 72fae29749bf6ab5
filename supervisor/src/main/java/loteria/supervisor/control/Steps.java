package loteria.supervisor.control;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import loteria.ipc.logging.ActionLog;
import loteria.supervisor.fleet.ChangeOutcome;

/**
 * Passes on the steps of a command, on a thread of its own: its executor must not wait for an
 * operator who does not read. An operator who is gone changes nothing.
 */
final class Steps implements AutoCloseable {
  private static final ActionLog LOG = new ActionLog(Steps.class);

  /** How long the operator hears nothing at most. */
  static final Duration SILENCE = Duration.ofSeconds(1);

  private final BlockingQueue<ControlReply> unsaid = new LinkedBlockingQueue<>();
  private final Thread thread;

  /** Says one thing to the operator. */
  interface Operator {
    void hears(ControlReply said) throws IOException;
  }

  Steps(Operator operator) {
    thread = Thread.ofVirtual().name("steps").start(() -> sayAll(operator));
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

  private void sayAll(Operator operator) {
    try {
      ControlReply said;
      do {
        said = unsaid.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
        said = said == null ? ControlReply.STILL_ALIVE : said;
        operator.hears(said);
      } while (said.equals(ControlReply.STILL_ALIVE) || said.kind().equals(ControlReply.PROGRESS));
    } catch (IOException e) {
      LOG.detail("control", "error", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
