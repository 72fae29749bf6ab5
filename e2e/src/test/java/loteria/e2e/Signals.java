package loteria.e2e;

import java.io.IOException;

/** Signals that Java has no method for, to processes that a test has started. */
public final class Signals {
  private Signals() {}

  /** SIGSTOP: suspends the process. One that has just ended is ignored. */
  public static void stop(ProcessHandle process) {
    send("-STOP", process);
  }

  /** SIGCONT: resumes it. */
  public static void resume(ProcessHandle process) {
    send("-CONT", process);
  }

  /** SIGUSR1, which log rotation tools send. */
  public static void rotateLogs(ProcessHandle process) {
    send("-USR1", process);
  }

  private static void send(String signal, ProcessHandle process) {
    if (!process.isAlive()) {
      return;
    }
    try {
      var command = new ProcessBuilder("kill", signal, Long.toString(process.pid()));
      command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
      command.start().waitFor();
    } catch (IOException e) {
      throw new AssertionError("no program kill", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
