package loteria.supervisor.intake;

import java.nio.channels.SocketChannel;
import loteria.ipc.io.Channels;
import loteria.ipc.io.Deadlines;

/** Closes a connection whose handshake takes too long. */
final class HandshakeLimit implements Deadlines.Watched {
  private final SocketChannel socket;
  private final long deadlineNanos;
  private volatile boolean over;

  HandshakeLimit(SocketChannel socket, long deadlineNanos) {
    this.socket = socket;
    this.deadlineNanos = deadlineNanos;
  }

  /** Whether the time was over, and the connection was closed for that. */
  boolean isOver() {
    return over;
  }

  @Override
  public long deadlineNanos() {
    return deadlineNanos;
  }

  @Override
  public void expire() {
    over = true;
    Channels.close(socket);
  }
}
