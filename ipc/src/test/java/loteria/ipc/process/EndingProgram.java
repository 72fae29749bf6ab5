package loteria.ipc.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A program that holds some resources, says that it is ready, and is ended. */
final class EndingProgram {
  private EndingProgram() {}

  /** Does what its one argument says. */
  public static void main(String[] args) throws InterruptedException {
    var forever = new CountDownLatch(1);
    var shutdown = Shutdown.install(Duration.ofMillis(1_500));
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
      case "disk" -> shutdown.exit(ExitCode.DISK_FAILED);
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

  private static void failWithException() throws IOException {
    throw new IOException("broken|pipe");
  }

  private static void failWithError() {
    throw new AssertionError("wrong");
  }
}
