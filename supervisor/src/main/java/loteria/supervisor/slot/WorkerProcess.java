package loteria.supervisor.slot;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.settings.WorkerArguments;

/**
 * A child JVM that this supervisor started: the handle, not what it does. Its standard input is a
 * pipe that nobody writes to: the child ends when it closes.
 */
public final class WorkerProcess {
  private static final ActionLog LOG = new ActionLog(WorkerProcess.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TOKEN_BYTES = 16;

  private final Process process;
  private final String token;

  private WorkerProcess(Process process, String token) {
    this.process = process;
    this.token = token;
  }

  /**
   * How to start a worker.
   *
   * @param command the JVM, its flags and the main class
   * @param arguments of every worker
   */
  public record Launch(List<String> command, List<String> arguments) {}

  /** Called when a process has ended, on a thread of the JDK's. */
  interface Exit {
    void exited(WorkerProcess process, int code);
  }

  /**
   * Starts a worker.
   *
   * @param listen the Unix socket it must listen on
   * @param exited called when it has ended
   */
  static WorkerProcess start(Launch launch, int slot, Path listen, Exit exited) throws IOException {
    byte[] random = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    List<String> command = new ArrayList<>(launch.command());
    command.addAll(
        new WorkerArguments()
            .with(WorkerArguments.SLOT, slot)
            .with(WorkerArguments.LISTEN, listen)
            .words());
    command.addAll(launch.arguments());
    var builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put(WorkerArguments.TOKEN_VARIABLE, token);
    var started = new WorkerProcess(builder.start(), token);
    var _ = started.process.onExit().thenAccept(ended -> exited.exited(started, ended.exitValue()));
    return started;
  }

  long pid() {
    return process.pid();
  }

  /** Whether a READY is this process's. */
  boolean sent(long pid, String token) {
    return pid == process.pid() && token.equals(this.token);
  }

  /** SIGTERM. {@link Process#destroy} would close its input too, as if this supervisor had died. */
  void terminate() {
    var _ = process.toHandle().destroy();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  /**
   * Makes the JVM print what all its threads are doing: SIGQUIT, which the JDK cannot send. The
   * shell's own {@code kill} can: small images have no other.
   */
  void dumpThreads() {
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -QUIT " + pid()).inheritIO().start().waitFor();
    } catch (IOException e) {
      LOG.warn("thread_dump", "pid", pid(), "error", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
