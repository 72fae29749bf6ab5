package loteria.supervisor.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import loteria.ipc.io.Channels;
import loteria.ipc.io.UnixSocket;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Dialect;
import loteria.supervisor.pool.ReadyWorker;
import loteria.supervisor.pool.ReadyWorkers;
import org.jspecify.annotations.Nullable;

/**
 * A session's way to the worker that has it, and how much of the session that worker has been sent.
 *
 * <p>Both threads of a session send: the one that reads the agency, and, when it moves the session
 * to another worker, the one that reads the worker.
 */
final class WorkerConnection {
  private static final ActionLog LOG = new ActionLog(WorkerConnection.class);

  private final RelayState state;
  private final SpareConnections spares;
  private final ReentrantLock sending = new ReentrantLock();

  /** Written under {@link #sending}; read without, to close it under a thread that sends. */
  private volatile @Nullable SocketChannel channel;

  /** Written under {@link #sending}. */
  private volatile @Nullable ReadyWorker worker;

  /** Written under {@link #sending}. */
  private volatile ReadyWorkers workers;

  private volatile boolean closedForGood;

  /** Guarded by {@link #sending}, as is all below. */
  private long sent;

  private boolean ended;
  private boolean endSent;

  /** Said first on a new connection, with what is sent first. */
  private @Nullable ByteBuffer unsaid;

  /**
   * @param state what is sent, and what a worker must know before it
   * @param spares what other sessions have left, and this one may leave
   */
  WorkerConnection(ReadyWorkers workers, RelayState state, SpareConnections spares) {
    this.workers = workers;
    this.spares = spares;
    this.state = state;
  }

  /**
   * Gives the session to a worker, in place of the one it had. What is unanswered is to be {@link
   * #send sent}.
   *
   * @param patience how long to wait for a worker
   * @return the channel to read answers from, or null when no worker was ready in time or the
   *     session is over
   */
  @Nullable SocketChannel connect(Duration patience) throws InterruptedException {
    close();
    return connect(patience, false);
  }

  /** As {@link #connect}, for the first time: on a connection that another session left, if any. */
  @Nullable SocketChannel begin(Duration patience) throws InterruptedException {
    return connect(patience, state.dialect() == Dialect.TEXT);
  }

  private @Nullable SocketChannel connect(Duration patience, boolean maySpare)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      ReadyWorkers of = workers;
      ReadyWorker candidate = of.reserve(Duration.ofNanos(deadline - System.nanoTime()));
      if (candidate == null) {
        return null;
      }
      try {
        SocketChannel spare = maySpare ? spares.take(candidate) : null;
        SocketChannel connected = spare == null ? UnixSocket.connect(candidate.socket()) : spare;
        if (take(candidate, of, connected)) {
          return connected;
        }
        if (closedForGood) {
          return null;
        }
      } catch (IOException e) {
        // It is dying, or does not listen any more: the fleet will notice; the session gets another
        // worker.
        if (of.suspect(candidate)) {
          LOG.warn("worker_connect", "worker", candidate.slot(), "error", e);
        }
        candidate.release();
      }
    }
  }

  /** Makes a connected worker the session's; false when the session is over or is for others. */
  private boolean take(ReadyWorker candidate, ReadyWorkers of, SocketChannel connected) {
    sending.lock();
    try {
      if (closedForGood || !of.equals(workers)) {
        candidate.release();
        Channels.close(connected);
        return false;
      }
      worker = candidate;
      channel = connected;
      sent = state.answeredUpTo();
      endSent = false;
      unsaid = state.start().encode();
      return true;
    } finally {
      sending.unlock();
    }
  }

  /** From now on the session is for workers of these alone; one that has it loses it. */
  void serveFrom(ReadyWorkers others) {
    sending.lock();
    try {
      workers = others;
      // At once: a little later it could be one of these already.
      takeAway();
    } finally {
      sending.unlock();
    }
  }

  /** Sends what has not been sent. If the worker is gone, the thread that reads from it notices. */
  void send() {
    sending.lock();
    try {
      SocketChannel to = channel;
      if (to == null) {
        return;
      }
      long bytes = unsaid == null ? 0 : -unsaid.remaining();
      ByteBuffer[] views = withUnsaid(state.from(sent));
      while (views.length > 0) {
        for (ByteBuffer view : views) {
          bytes += view.remaining();
        }
        unsaid = null;
        Channels.write(to, views, views.length);
        sent += bytes;
        bytes = 0;
        views = state.from(sent);
      }
      if (ended && !endSent) {
        to.shutdownOutput();
        endSent = true;
      }
    } catch (IOException _) {
      // Everything unanswered is still in the state and will be sent to another worker.
    } finally {
      sending.unlock();
    }
  }

  /** Sends what is left and says that no more will come. */
  void end() {
    sending.lock();
    try {
      ended = true;
    } finally {
      sending.unlock();
    }
    send();
  }

  /**
   * All has been answered and no more comes: the connection is for a session after this one. The
   * worker learns that this one has ended when that one begins, or when the connection is closed.
   */
  void leave() {
    sending.lock();
    try {
      closedForGood = true;
      SocketChannel left = channel;
      ReadyWorker of = worker;
      if (left != null && of != null) {
        worker = null;
        channel = null;
        of.release();
        spares.put(of, left);
      }
    } finally {
      sending.unlock();
    }
  }

  /** Which worker has the session; null when none has. */
  @Nullable ReadyWorker worker() {
    return worker;
  }

  /** The worker has acknowledged a batch. */
  void stored() {
    ReadyWorker storing = worker;
    if (storing != null) {
      storing.stored();
    }
  }

  /** As {@link #close}, and no other worker gets it. */
  void closeForGood() {
    closedForGood = true;
    close();
  }

  /** Whether no worker will become ready any more. */
  boolean isHopeless() {
    return workers.isClosed();
  }

  /** Whether no worker gets the session any more. */
  boolean isClosedForGood() {
    return closedForGood;
  }

  /** Takes the session from its worker; a thread that sends to it or reads from it is woken. */
  void close() {
    closeChannel();
    sending.lock();
    try {
      // Again: it may have been connected in between.
      takeAway();
    } finally {
      sending.unlock();
    }
  }

  /** Under {@link #sending}. */
  private void takeAway() {
    closeChannel();
    ReadyWorker released = worker;
    if (released != null) {
      released.release();
    }
    worker = null;
    channel = null;
  }

  private void closeChannel() {
    SocketChannel open = channel;
    if (open != null) {
      Channels.close(open);
    }
  }

  private ByteBuffer[] withUnsaid(ByteBuffer[] views) {
    if (unsaid == null) {
      return views;
    }
    ByteBuffer[] all = new ByteBuffer[views.length + 1];
    all[0] = unsaid;
    System.arraycopy(views, 0, all, 1, views.length);
    return all;
  }
}
