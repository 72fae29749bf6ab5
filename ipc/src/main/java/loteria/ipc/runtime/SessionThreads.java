package loteria.ipc.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for sessions: the kernel's own for as many as the exercise has, used again and again, and
 * virtual ones for more.
 *
 * <p>A virtual thread that waits for a socket is woken by way of a poller and a carrier: three
 * threads take turns where one would do. With a few sessions that is most of what a small batch
 * costs; with hundreds, that many threads of the kernel would cost more.
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

  /** Something that runs in a thread of its own. */
  public interface Running {
    /** Waits until it has ended. */
    void join() throws InterruptedException;
  }

  /**
   * Runs something in a thread that does not keep the process alive, nor ends it by failing: see
   * {@link Contained}.
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
