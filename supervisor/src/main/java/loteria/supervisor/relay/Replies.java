package loteria.supervisor.relay;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import loteria.ipc.runtime.SessionThreads;
import org.jspecify.annotations.Nullable;

/**
 * Who passes a session's replies on: the thread that reads the agency, while that has one request
 * at a time in hand, or a {@link ReplyLoop} on a thread of its own, once requests come ahead of
 * their replies, a reply waits for the draw, or workers are gone. A thread for each session would
 * cost more than a small batch does. Once there is one, it stays. Safe for use by several threads.
 */
final class Replies {
  private final RelaySession session;

  /** Guarded by this, as is all below. */
  private Passing passing = Passing.ENDED;

  private @Nullable ReplyLoop loop;
  private SessionThreads.@Nullable Running thread;

  /** Who reads the worker now. */
  private enum Passing {
    NOBODY,
    READER,
    THREAD,
    ENDED
  }

  Replies(RelaySession session) {
    this.session = session;
  }

  /** A worker has the session, and answers here. */
  void begin(SocketChannel worker) {
    synchronized (this) {
      loop = new ReplyLoop(session, worker);
      passing = Passing.NOBODY;
    }
    unlessEnded();
  }

  /**
   * The reading thread: passes on the replies to all that is unanswered, unless a thread does.
   *
   * @throws IOException when the agency is gone
   */
  void passHere() throws IOException {
    ReplyLoop here = take();
    if (here == null) {
      return;
    }
    boolean continues = false;
    boolean isLast = false;
    try {
      continues = here.passUnanswered();
      isLast = here.isLast();
    } finally {
      giveBack(isLast ? Passing.ENDED : Passing.NOBODY);
    }
    if (isLast) {
      here.run();
    } else if (continues) {
      unlessEnded();
    } else {
      passBeside();
    }
  }

  /** A thread passes replies on from now on, if there is a worker and no other thread is at it. */
  synchronized void passBeside() {
    ReplyLoop begun = loop;
    if (passing == Passing.NOBODY && begun != null) {
      passing = Passing.THREAD;
      thread = SessionThreads.start(begun::run);
    }
  }

  /**
   * The reading thread, once the agency sends no more and has been answered all: ends the session
   * as its thread would do.
   *
   * @return false when there is such a thread, which does it
   */
  boolean endHere() {
    ReplyLoop here = take();
    if (here == null) {
      return false;
    }
    giveBack(Passing.ENDED);
    if (!here.hasMore()) {
      session.worker().leave();
    }
    here.run();
    return true;
  }

  /** The reading thread: no thread is started any more, and the one that there is has ended. */
  void join() throws InterruptedException {
    SessionThreads.Running started;
    synchronized (this) {
      if (passing == Passing.NOBODY) {
        passing = Passing.ENDED;
      }
      started = thread;
    }
    if (started != null) {
      started.join();
    }
  }

  /** Others may have ended the session, or all workers, while nobody could notice. */
  private void unlessEnded() {
    if (session.worker().isClosedForGood() || session.worker().isHopeless()) {
      passBeside();
    }
  }

  private synchronized @Nullable ReplyLoop take() {
    if (passing != Passing.NOBODY) {
      return null;
    }
    passing = Passing.READER;
    return loop;
  }

  private synchronized void giveBack(Passing next) {
    passing = next;
  }
}
