package loteria.supervisor.tls;

import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import loteria.ipc.io.Channels;

/**
 * The handshakes that are being made, bounded in number: beyond the bound, a new one takes the
 * place of the oldest. An honest client is done within milliseconds, so peers that stall push out
 * each other. Safe for use by several threads.
 */
final class Handshakes {
  private final int max;

  /** The oldest first. Guarded by this. */
  private final Set<SocketChannel> made = new LinkedHashSet<>();

  Handshakes(int max) {
    this.max = max;
  }

  /** One begins; the connection of the oldest is closed if there are too many. */
  void begin(SocketChannel socket) {
    SocketChannel oldest = null;
    synchronized (this) {
      if (made.size() >= max) {
        Iterator<SocketChannel> all = made.iterator();
        oldest = all.next();
        all.remove();
      }
      made.add(socket);
    }
    if (oldest != null) {
      Channels.close(oldest);
    }
  }

  /** One has ended, however it went. */
  synchronized void end(SocketChannel socket) {
    made.remove(socket);
  }
}
