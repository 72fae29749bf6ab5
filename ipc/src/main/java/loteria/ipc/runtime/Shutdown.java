package loteria.ipc.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.logging.Logging;

/**
 * The orderly end of a process: on SIGTERM, SIGINT or {@link #exit}, closes the registered
 * resources in reverse order, logs each, and ends the JVM with the right code. A process that ends
 * in any other way has failed.
 *
 * <p>A thread that dies of an exception ends the process: other threads rely on it, and would wait
 * for ever. Nothing is closed then, because the thread may have left anything half done. Tasks that
 * may fail alone are run by {@link Contained}.
 *
 * <p>The JVM would end a signalled process with 143; so the hook that runs on a signal does not
 * return but halts. Closing that takes longer than the grace period is cut short.
 *
 * <p>{@link System#exit} is not used: it searches every jar for a logger to report to.
 */
public final class Shutdown {
  private static final ActionLog LOG = new ActionLog(Shutdown.class);

  private final Duration grace;
  private final Deque<Resource> resources = new ArrayDeque<>();
  private final ExitCode outOfMemory;
  private final Thread main = Thread.currentThread();
  private volatile ExitCode code = ExitCode.FAILED;
  private volatile String next = "";
  private final AtomicBoolean begun = new AtomicBoolean();

  private record Resource(String name, AutoCloseable closing) {}

  private Shutdown(Duration grace, ExitCode outOfMemory) {
    this.grace = grace;
    this.outOfMemory = outOfMemory;
  }

  /**
   * Takes over the end of this process; called by its main thread.
   *
   * @param grace how long closing may take in all
   * @param outOfMemory the exit code when a thread dies because there is no memory
   */
  public static Shutdown install(Duration grace, ExitCode outOfMemory) {
    var shutdown = new Shutdown(grace, outOfMemory);
    Thread.setDefaultUncaughtExceptionHandler(shutdown::died);
    Runtime.getRuntime().addShutdownHook(new Thread(shutdown::signalled, "shutdown"));
    return shutdown;
  }

  /**
   * Registers a resource to close; {@code name} is its name in the log. Once the end has begun, the
   * resource is closed immediately and this call does not return: what it depends on may be closed
   * already, so nothing more may be started.
   */
  public void closeAtEnd(String name, AutoCloseable closing) {
    var resource = new Resource(name, closing);
    synchronized (resources) {
      if (!begun.get()) {
        resources.push(resource);
        return;
      }
    }
    close(resource);
    awaitHalt();
  }

  /** Whether the end has begun: a resource that fails from now on is not reported. */
  public boolean begun() {
    return begun.get();
  }

  /** Ends the process; never returns. May be called from any thread. */
  public void exit(ExitCode code) {
    exit(code, "");
  }

  /**
   * The same, with more in the last line.
   *
   * @param next what a person does now that it has failed; empty for nothing
   */
  public void exit(ExitCode code, String next) {
    this.next = next;
    begin(code);
    awaitHalt();
  }

  /** As {@link #exit}, but returns immediately: for a thread that closing waits for. */
  public void begin(ExitCode code) {
    if (begun.compareAndSet(false, true)) {
      this.code = code;
      Thread.ofPlatform().name("shutdown").start(this::end);
    }
  }

  /** Ends a process that has nothing to close. */
  public static void now(ExitCode code) {
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(code.code());
  }

  private void signalled() {
    if (begun.compareAndSet(false, true)) {
      // The JVM also runs this hook when the main thread has ended, which nobody requested.
      code = main.isAlive() ? ExitCode.OK : ExitCode.FAILED;
      end();
    } else {
      awaitHalt();
    }
  }

  private void died(Thread thread, Throwable failure) {
    ExitCode why = failure instanceof OutOfMemoryError ? outOfMemory : ExitCode.FAILED;
    try {
      LOG.fail(
          "exit", "code", why.code(), "thread", thread.getName(), "error", Contained.text(failure));
      Logging.flush();
    } finally {
      Runtime.getRuntime().halt(why.code());
    }
  }

  private void end() {
    Thread closer = Thread.ofPlatform().name("closer").daemon().start(this::closeAll);
    boolean closed;
    try {
      closed = closer.join(grace);
    } catch (InterruptedException _) {
      closed = false;
    }
    if (!closed) {
      LOG.fail("exit", "error", "not closed within " + grace.toMillis() + " ms");
      code = code == ExitCode.OK ? ExitCode.FAILED : code;
    } else if (code == ExitCode.OK) {
      LOG.success("exit");
    } else if (next.isEmpty()) {
      LOG.fail("exit", "code", code.code(), "error", code.meaning());
    } else {
      LOG.fail("exit", "code", code.code(), "error", code.meaning(), "next", next);
    }
    Logging.flush();
    Runtime.getRuntime().halt(code.code());
  }

  private static void awaitHalt() {
    var never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException _) {
        // Another thread is ending this process; this one has no other work.
      }
    }
  }

  private void closeAll() {
    while (true) {
      Resource next;
      synchronized (resources) {
        next = resources.poll();
      }
      if (next == null) {
        return;
      }
      close(next);
    }
  }

  private static void close(Resource resource) {
    try {
      resource.closing.close();
      LOG.success("close", "resource", resource.name);
    } catch (Throwable e) {
      // An Error too: whatever one resource throws, the others are closed.
      LOG.fail("close", "resource", resource.name, "error", e);
    }
  }
}
