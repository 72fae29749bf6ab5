package loteria.supervisor.web;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import loteria.ipc.channel.Deadlines;

/**
 * Writes to one client, which must take each piece in time. When it does not, the thread that
 * writes is interrupted, and that closes the connection. For use by one thread.
 */
final class WriteLimit implements Deadlines.Watched, AutoCloseable {
  static final Duration TIME = Duration.ofSeconds(5);

  private final Deadlines deadlines;
  private final OutputStream out;
  private final Thread writer = Thread.currentThread();
  private volatile long deadline = Deadlines.NEVER;

  WriteLimit(Deadlines deadlines, OutputStream out) {
    this.deadlines = deadlines;
    this.out = out;
    deadlines.watch(this);
  }

  /**
   * Writes all of it.
   *
   * @throws IOException when the client is gone or did not read in time
   */
  void write(byte[] piece) throws IOException {
    deadline = Deadlines.in(TIME);
    out.write(piece);
    out.flush();
    deadline = Deadlines.NEVER;
  }

  @Override
  public long deadlineNanos() {
    return deadline;
  }

  @Override
  public void expire() {
    writer.interrupt();
  }

  @Override
  public void close() {
    deadlines.forget(this);
  }
}
