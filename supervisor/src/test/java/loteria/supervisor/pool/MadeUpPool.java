package loteria.supervisor.pool;

import java.nio.file.Path;

/** Workers for sessions without a fleet: the test says who is there. */
public final class MadeUpPool {
  private final ReadyWorkers workers = new ReadyWorkers(2);

  /** The workers as the relay sees them. */
  public ReadyWorkers workers() {
    return workers;
  }

  /** Lets a worker have sessions. */
  public ReadyWorker admit(int slot, Path socket) {
    var worker = new ReadyWorker(slot, socket);
    workers.admit(worker);
    return worker;
  }

  /** Gives it no more. */
  public void withdraw(ReadyWorker worker) {
    workers.withdraw(worker);
  }

  /** Whether a session saw it acknowledge a batch. */
  public boolean hasStored(ReadyWorker worker) {
    return worker.hasStored();
  }
}
