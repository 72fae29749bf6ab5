package loteria.ipc.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A program that holds some resources, prints that it is ready, and is ended. */
final class EndingProgram {
  private EndingProgram() {}

  /** Runs the scenario that its one argument names. */
  public static void main(String[] args) throws InterruptedException {
    var forever = new CountDownLatch(1);
    var shutdown = Shutdown.install(Duration.ofMillis(1_500), ExitCode.OUT_OF_MEMORY);
    shutdown.closeAtEnd("ledger", () -> {});
    shutdown.closeAtEnd("listener", () -> {});
    switch (args[0]) {
      case "orderly" -> {}
      case "failing" -> {
        shutdown.closeAtEnd("socket", EndingProgram::failWithException);
        shutdown.closeAtEnd("session", EndingProgram::failWithError);
      }
      case "stuck" -> shutdown.closeAtEnd("stuck", forever::await);
      case "orphaned" -> ParentWatch.start(() -> shutdown.exit(ExitCode.ORPHANED));
      case "died" -> dieIn(Thread.ofPlatform(), new IllegalStateException("wrong"));
      case "died virtual" -> dieIn(Thread.ofVirtual(), new IllegalStateException("wrong"));
      case "no memory" -> dieIn(Thread.ofPlatform(), new OutOfMemoryError("no direct memory"));
      case "thrown" -> throw new IllegalStateException("wrong");
      case "returned" -> {
        return;
      }
      case "session" ->
          SessionThreads.start(
                  () -> {
                    throw new AssertionError("wrong");
                  })
              .join();
      case "session without memory" ->
          SessionThreads.start(
              () -> {
                throw new OutOfMemoryError("no direct memory");
              });
      case "session without a class" ->
          SessionThreads.start(
              () -> {
                throw new NoClassDefFoundError("Could not initialize class sun.nio.ch.Poller");
              });
      case "late" -> {
        shutdown.begin(ExitCode.OK);
        shutdown.closeAtEnd("late", () -> System.out.println("closed"));
        System.out.println("started more");
      }
      case "disk" -> shutdown.exit(ExitCode.DISK_FAILED);
      case "advising" -> shutdown.exit(ExitCode.DISK_FAILED, "look at it");
      case "begun" -> {
        var left = new CountDownLatch(1);
        shutdown.closeAtEnd("thread", left::await);
        shutdown.begin(ExitCode.DISK_FAILED);
        left.countDown();
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.out.println("ready");
    forever.await();
  }

  private static void dieIn(Thread.Builder thread, RuntimeException failure) {
    thread
        .name("fleet")
        .start(
            () -> {
              throw failure;
            });
  }

  private static void dieIn(Thread.Builder thread, Error failure) {
    thread
        .name("fleet")
        .start(
            () -> {
              throw failure;
            });
  }

  private static void failWithException() throws IOException {
    throw new IOException("broken|pipe");
  }

  private static void failWithError() {
    throw new AssertionError("wrong");
  }
}
