package loteria.ipc.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for sessions: platform threads from a pool for the first few, virtual threads for the
 * rest.
 *
 * <p>A virtual thread that waits for a socket is woken through a poller and a carrier: three
 * threads take turns instead of one. With a few sessions that is most of the cost of a small batch;
 * with hundreds, as many platform threads would cost more.
 */
public final class SessionThreads {
  private static final int OWN_MAX = 16;
  private static final int STACK_BYTES = 256 << 10;
  private static final int KEPT_S = 10;
  private static final ThreadPoolExecutor OWN =
      new ThreadPoolExecutor(
          0,
          OWN_MAX,
          KEPT_S,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().name("session").daemon().stackSize(STACK_BYTES).factory(),
          (task, _) -> Thread.ofVirtual().name("session").start(task));

  private SessionThreads() {}

  /** A task that runs in a thread of its own. */
  public interface Running {
    /** Waits until it has ended. */
    void join() throws InterruptedException;
  }

  /**
   * Runs a task in a thread that neither keeps the process alive nor ends it by failing: see {@link
   * Contained}.
   */
  public static Running start(Runnable task) {
    var ended = new CountDownLatch(1);
    OWN.execute(
        () -> {
          try {
            Contained.run("session", task);
          } finally {
            ended.countDown();
          }
        });
    return ended::await;
  }
}
