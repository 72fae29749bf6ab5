package loteria.ipc.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes whole lines to standard output, several to a system call.
 *
 * <p>Supervisor and workers share one standard output. Up to {@value #PIPE_ATOMIC_BYTES} bytes in
 * one write are never interleaved with another process's on a pipe, so lines are gathered up to
 * that much and for at most {@value #DELAY_MS} ms; a line at WARN or above goes out at once.
 */
final class LineAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
  static final String NAME = "lines";

  private static final int PIPE_ATOMIC_BYTES = 4096;
  private static final int DELAY_MS = 20;

  private final Encoder<ILoggingEvent> encoder;
  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition hasLines = lock.newCondition();

  /** Guarded by {@link #lock}, as is {@link #size}. */
  private final byte[] lines = new byte[PIPE_ATOMIC_BYTES];

  private int size;

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
    Thread.ofPlatform().name("log").daemon().start(this::flushNowAndThen);
  }

  @Override
  protected void append(ILoggingEvent event) {
    byte[] line = encoder.encode(event);
    lock.lock();
    try {
      if (line.length > lines.length - size) {
        flush();
      }
      if (line.length > lines.length) {
        out.write(line);
        return;
      }
      System.arraycopy(line, 0, lines, size, line.length);
      size += line.length;
      if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
        flush();
      } else {
        hasLines.signal();
      }
    } catch (IOException e) {
      addError("standard output cannot be written", e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void stop() {
    super.stop();
    flushNow();
  }

  /** Writes out what is buffered. */
  void flushNow() {
    lock.lock();
    try {
      flush();
    } catch (IOException e) {
      addError("standard output cannot be written", e);
    } finally {
      lock.unlock();
    }
  }

  private void flushNowAndThen() {
    while (true) {
      lock.lock();
      try {
        flush();
        while (size == 0) {
          hasLines.await();
        }
      } catch (IOException e) {
        addError("standard output cannot be written", e);
      } catch (InterruptedException _) {
        return;
      } finally {
        lock.unlock();
      }
      try {
        Thread.sleep(Duration.ofMillis(DELAY_MS));
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void flush() throws IOException {
    int count = size;
    size = 0;
    out.write(lines, 0, count);
  }
}
