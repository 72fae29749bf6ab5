package loteria.ipc.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A logback appender that writes whole lines to standard output, several per system call, on a
 * thread of its own: a thread that logs never waits long for an output that nobody reads; see
 * {@link LineQueue}.
 *
 * <p>Supervisor and workers share one standard output. A write of up to {@value #PIPE_ATOMIC_BYTES}
 * bytes to a pipe is never interleaved with another process's, so lines are gathered up to that
 * size and for a few milliseconds; a line at WARN or above is written without delay.
 */
final class LineAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
  static final String NAME = "lines";

  private static final int PIPE_ATOMIC_BYTES = 4096;

  /** How long the end of the process waits for its last lines. */
  private static final Duration AT_END = Duration.ofSeconds(1);

  private final Encoder<ILoggingEvent> encoder;
  private final OutputStream out;
  private final LineQueue queue = new LineQueue(PIPE_ATOMIC_BYTES, this::dropNotice);

  /**
   * @param out standard output, unbuffered: each write is one system call
   */
  LineAppender(Encoder<ILoggingEvent> encoder, OutputStream out) {
    this.encoder = encoder;
    setName(NAME);
    this.out = out;
  }

  @Override
  public void start() {
    super.start();
    Thread.ofPlatform().name("log").daemon().start(this::writeAll);
  }

  @Override
  protected void append(ILoggingEvent event) {
    queue.add(encoder.encode(event), event.getLevel().isGreaterOrEqual(Level.WARN));
  }

  @Override
  public void stop() {
    super.stop();
    queue.awaitWritten(AT_END);
  }

  /** Waits until the lines logged so far are written, unless the output is stuck. */
  void flushNow() {
    queue.awaitWritten(LineQueue.PATIENCE);
  }

  private void writeAll() {
    try {
      while (true) {
        queue.awaitLines();
        LineQueue.Write next = queue.take();
        while (next != null) {
          queue.done(next, isWritten(next));
          next = queue.take();
        }
      }
    } catch (InterruptedException _) {
      // This thread is never interrupted.
    }
  }

  private boolean isWritten(LineQueue.Write write) {
    try {
      out.write(write.content().array(), 0, write.content().limit());
      return true;
    } catch (IOException e) {
      addError("standard output cannot be written", e);
      return false;
    }
  }

  private byte[] dropNotice(long lines) {
    var logger = ((LoggerContext) getContext()).getLogger(LineAppender.class);
    String line =
        "action: log | result: fail | dropped: "
            + lines
            + " | error: standard output did not take them";
    return encoder.encode(
        new LoggingEvent(Logger.FQCN, logger, Level.WARN, line, null, new @Nullable Object[0]));
  }
}
