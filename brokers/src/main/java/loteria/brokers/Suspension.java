package loteria.brokers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A process that is stopped by SIGSTOP. It cannot notice the end of the JVM that started it, so a
 * shell waits for that in its place, and kills it.
 */
final class Suspension implements AutoCloseable {
  private static final String GUARD =
      """
      trap '' HUP INT TERM
      kill -STOP "$0" || exit
      echo stopped
      if read -r _; then kill -CONT "$0"; else kill -KILL "$0"; fi
      """;

  private static final int RESUME_LIMIT_S = 10;

  private final Process guard;

  private Suspension(Process guard) {
    this.guard = guard;
  }

  /** Stops a process. */
  static Suspension of(Process process) {
    try {
      Process guard =
          new ProcessBuilder("sh", "-c", GUARD, Long.toString(process.pid()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader output = guard.inputReader(StandardCharsets.UTF_8);
      if (!"stopped".equals(output.readLine())) {
        throw new IllegalStateException("cannot stop process " + process.pid());
      }
      return new Suspension(guard);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Continues the process by SIGCONT. */
  void resume() {
    try {
      var input = guard.outputWriter(StandardCharsets.UTF_8);
      input.write("resume\n");
      input.flush();
      if (!guard.waitFor(RESUME_LIMIT_S, TimeUnit.SECONDS) || guard.exitValue() != 0) {
        throw new IllegalStateException("cannot resume a broker's process");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw Await.interrupted("SIGCONT", e);
    }
  }

  /** Ends the shell only, before the process is killed: afterwards its number may be another's. */
  @Override
  public void close() {
    Await.killed("the shell of a paused process", guard.destroyForcibly());
  }
}
