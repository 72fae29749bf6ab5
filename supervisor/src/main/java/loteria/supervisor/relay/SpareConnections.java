package loteria.supervisor.relay;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import loteria.ipc.io.Channels;
import loteria.ipc.io.Deadlines;
import loteria.supervisor.pool.ReadyWorker;
import org.jspecify.annotations.Nullable;

/**
 * Connections to workers whose sessions have ended in order, each for a session after it: a new
 * connection costs both processes more than a small batch does. One that is not taken soon is
 * closed. Safe for use by several threads.
 */
final class SpareConnections {
  private static final Duration KEPT = Duration.ofSeconds(1);

  private final int max;
  private final Deadlines deadlines;

  /** The last that was left is the first that is taken: the others may end. Guarded by this. */
  private final Map<ReadyWorker, Deque<Spare>> spares = new HashMap<>();

  /** Guarded by this. */
  private int count;

  /** A connection that is closed at its deadline, unless it has been taken. */
  private final class Spare implements Deadlines.Watched {
    private final ReadyWorker worker;
    private final SocketChannel channel;
    private final long deadlineNanos = Deadlines.in(KEPT);

    Spare(ReadyWorker worker, SocketChannel channel) {
      this.worker = worker;
      this.channel = channel;
    }

    @Override
    public long deadlineNanos() {
      return deadlineNanos;
    }

    @Override
    public void expire() {
      if (remove(this)) {
        Channels.close(channel);
      }
    }
  }

  /**
   * @param max how many are kept of all workers together: each is an open file
   */
  SpareConnections(int max, Deadlines deadlines) {
    this.max = max;
    this.deadlines = deadlines;
  }

  /** Keeps a connection on which a worker waits for a session, or closes it; owns it. */
  void put(ReadyWorker worker, SocketChannel channel) {
    var spare = new Spare(worker, channel);
    if (!add(spare)) {
      Channels.close(channel);
      return;
    }
    deadlines.watch(spare);
  }

  /** A connection to begin a session on, for the caller to close; null where there is none. */
  @Nullable SocketChannel take(ReadyWorker worker) {
    Spare taken = poll(worker);
    if (taken == null) {
      return null;
    }
    deadlines.forget(taken);
    return taken.channel;
  }

  private synchronized boolean add(Spare spare) {
    if (count >= max) {
      return false;
    }
    count++;
    spares.computeIfAbsent(spare.worker, _ -> new ArrayDeque<>()).addFirst(spare);
    return true;
  }

  private synchronized @Nullable Spare poll(ReadyWorker worker) {
    Deque<Spare> ofWorker = spares.get(worker);
    if (ofWorker == null) {
      return null;
    }
    Spare first = ofWorker.removeFirst();
    removed(worker, ofWorker);
    return first;
  }

  private synchronized boolean remove(Spare spare) {
    Deque<Spare> ofWorker = spares.get(spare.worker);
    if (ofWorker == null || !ofWorker.remove(spare)) {
      return false;
    }
    removed(spare.worker, ofWorker);
    return true;
  }

  private void removed(ReadyWorker worker, Deque<Spare> ofWorker) {
    count--;
    if (ofWorker.isEmpty()) {
      spares.remove(worker);
    }
  }
}
