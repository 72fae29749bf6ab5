package loteria.supervisor.pool;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A worker that can be given sessions, as the relay sees it. Safe for use by several threads. */
public final class ReadyWorker {
  private final int slot;
  private final Path socket;
  private final AtomicInteger sessions = new AtomicInteger();
  private volatile boolean hasStored;

  public ReadyWorker(int slot, Path socket) {
    this.slot = slot;
    this.socket = socket;
  }

  /** Which place in the pool it fills. */
  public int slot() {
    return slot;
  }

  /** Where it listens. */
  public Path socket() {
    return socket;
  }

  /** How many sessions it has. */
  public int sessions() {
    return sessions.get();
  }

  /** A session has been taken from it. */
  public void release() {
    sessions.decrementAndGet();
  }

  /** It has acknowledged a batch of a session. */
  public void stored() {
    if (!hasStored) {
      hasStored = true;
    }
  }

  /** Whether it has done what it is for. */
  public boolean hasStored() {
    return hasStored;
  }

  void reserve() {
    sessions.incrementAndGet();
  }
}
